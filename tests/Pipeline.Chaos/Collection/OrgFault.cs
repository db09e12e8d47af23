namespace Pipeline.Chaos.Collection;

/// <summary>What an org does to a request instead of, or besides, answering it.</summary>
internal enum OrgFault
{
    None,
    ServerErrorAsHtml,
    Unavailable,
    ResetBeforeHeaders,
    ResetInBody,
    ShortOfItsLength,
    CutChunks,
    CutGzip,
    UnterminatedArray,
    HtmlAsPage,
    EmptyBody,
    Drip,
    SlowStart,
    QuotaRefusal,
    ConcurrencyRefusal,
    CursorRejected,
    Unauthorized,
    Forbidden,
    ForeignNext,
    RedirectAway,
    NextMissing,
    GarbledRateHeaders,
    LimitTooLarge,

    /// <summary>The page begins with events of the page before it.</summary>
    RepeatedEvents,

    /// <summary>The next link leads to another listing of the same org.</summary>
    OtherListing,
}
