namespace Pipeline.Producer.Collection.Reconciliation;

/// <summary>Section <c>Okta:Reconcile</c>.</summary>
public sealed class ReconcileOptions
{
    /// <summary>
    /// Length of the spans that are compared with raw, one after the other. Default: 1 h; 0 turns it off, 1 s to 1 day
    /// are possible.
    /// </summary>
    public TimeSpan Every { get; set; } = TimeSpan.FromHours(1);

    /// <summary>
    /// How long after its end a span is compared. Default: 2 h: Okta names no bound for late events, and later ones are
    /// the daily comparison's.
    /// </summary>
    public TimeSpan Delay { get; set; } = TimeSpan.FromHours(2);

    /// <summary>Whether the UTC day before is compared once more. Default: true.</summary>
    public bool Daily { get; set; } = true;

    /// <summary>
    /// Share of the tenant's requests that is set aside for reconciliation and backfill while they work; the live poll
    /// keeps the rest. Default: 0.2, at least one request per minute.
    /// </summary>
    public double RateReserve { get; set; } = 0.2;

    /// <summary>
    /// Events of a window whose ids are in memory at once; a span with more is cut. Default: 1,000,000, about 50 MB;
    /// two windows are open at once, over all tenants.
    /// </summary>
    public int MaxIds { get; set; } = 1_000_000;
}
