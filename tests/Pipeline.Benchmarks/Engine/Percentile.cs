namespace Pipeline.Benchmarks.Engine;

/// <summary>Percentiles of a few thousand values, by rank.</summary>
internal static class Percentile
{
    public static double Of(IReadOnlyCollection<double> values, double percent)
    {
        var sorted = values.Order().ToList();
        return sorted.Count == 0
            ? double.NaN
            : sorted[Math.Clamp((int)Math.Ceiling(sorted.Count * percent / 100) - 1, 0, sorted.Count - 1)];
    }

    public static double Median(IReadOnlyCollection<double> values) => Of(values, 50);
}
