namespace Pipeline.Benchmarks.Engine;

/// <summary>What one run measured; also the JSON line a child process prints.</summary>
internal sealed record Figures(string What)
{
    public long Records { get; init; }

    /// <summary>From the first record processed to the last.</summary>
    public double Seconds { get; init; }

    public double PerSecond { get; init; }

    /// <summary>Bytes allocated per input record.</summary>
    public double? AllocatedPerRecord { get; init; }

    public double? CpuSeconds { get; init; }

    public int? Gen0Collections { get; init; }

    /// <summary>Anything else, by name; names end with their unit.</summary>
    public SortedDictionary<string, double> More { get; init; } = new(StringComparer.Ordinal);
}
