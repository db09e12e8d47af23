namespace Pipeline.Producer.Okta;

/// <summary>Who asks an org for its log.</summary>
internal enum RateLane
{
    /// <summary>The live poll.</summary>
    Poll,

    /// <summary>Reconciliation and backfill.</summary>
    Reconcile,
}
