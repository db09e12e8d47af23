namespace Pipeline.Producer.Collection;

/// <summary>What a polled page must not publish again.</summary>
/// <param name="recent">What was published last.</param>
/// <param name="recheck">What raw had when a cursor was lost; null in ordinary polling.</param>
internal sealed class PolledElements(RecentEvents recent, IKnownElements? recheck) : IKnownElements
{
    // Asked first, whatever else knows the event: it waits for the last of raw.
    public bool HasEvent(UInt128 id, DateTimeOffset published) =>
        recheck?.HasEvent(id, published) == true || recent.Contains(WrittenElement.Event(id, published));

    /// <summary>Text that is no event names nothing: the same twice may well be two.</summary>
    public bool HasDeadLetter(UInt128 id) => recheck?.HasDeadLetter(id) == true;
}
