namespace Pipeline.Processor.Detection.Sigma.Correlations;

/// <summary>Bounds of correlations.</summary>
internal sealed record CorrelationOptions
{
    public static CorrelationOptions Default { get; } = new();

    /// <summary>How much older than the tenant's clock a hit may be and still count.</summary>
    public TimeSpan Lateness { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Hits kept per group; beyond it the oldest go, and the group is marked approximate.</summary>
    public int MaxHits { get; init; } = 4_096;

    /// <summary>A detection that goes on is announced again after this long, if it grew.</summary>
    public TimeSpan ReviseAfter { get; init; } = TimeSpan.FromHours(1);
}
