namespace Pipeline.Producer.Collection.Reconciliation;

/// <summary>Why a past span of an org's log is read again.</summary>
internal enum SpanKind
{
    /// <summary>The span that ended a while ago, on a schedule: hourly unless configured.</summary>
    Recent,

    /// <summary>The UTC day before, once a day.</summary>
    Daily,

    /// <summary>A span somebody asked for.</summary>
    Backfill,
}
