namespace Pipeline.Benchmarks.Engine;

/// <summary>From the runs to medians, ratios and goals. Pure.</summary>
internal static class SuiteSummary
{
    public static IReadOnlyList<SummaryLine> Of(IReadOnlyList<Figures> runs)
    {
        var lines = new List<SummaryLine>();
        foreach (
            var group in runs.Where(x => x.Records > 0 && x.Seconds > 0).GroupBy(x => x.What, StringComparer.Ordinal)
        )
        {
            Add(lines, $"{group.Key}, records/s", [.. group.Select(x => x.PerSecond)]);
        }

        // More records weigh warm-up less, which Java has more of: the goals differ.
        var many = runs.Any(x => x.What == "engine-route" && x.Records >= 800_000);
        Ratio(lines, runs, "engine-route", "yardstick-route", many ? 1.5 : 1.6);
        Ratio(lines, runs, "engine-detect", "yardstick-detect", many ? 1.3 : 1.4);
        Ratio(lines, runs, "stock-route", "yardstick-route", null);
        Ratio(lines, runs, "stock-detect", "yardstick-detect", null);
        Ratio(lines, runs, "engine-route", "copy", null);
        Allocated(lines, runs, "engine-route", 6);
        Allocated(lines, runs, "engine-detect", 11);
        Allocated(lines, runs, "product-route", null);
        Allocated(lines, runs, "product-detect", null);
        More(lines, runs, "engine-route", "commit p50, ms", null);
        More(lines, runs, "engine-route", "commit p99, ms", null);
        Add(lines, "restore, s", [.. runs.Where(x => x.What == "restore").Select(x => x.Seconds)], 8);
        More(lines, runs, "latency", "hop p50, ms", null);
        More(lines, runs, "latency", "hop p99, ms", 60);
        More(lines, runs, "latency-product", "hop p50, ms", null);
        More(lines, runs, "latency-product", "hop p99, ms", 60);
        More(lines, runs, "idle", "one engine, % of a core", 3);
        return lines;
    }

    /// <summary>Ratios of one round only: what disturbs a machine comes and goes.</summary>
    private static void Ratio(
        List<SummaryLine> lines,
        IReadOnlyList<Figures> runs,
        string what,
        string to,
        double? atLeast
    )
    {
        var ratios = Of(runs, what).Zip(Of(runs, to), (x, y) => x.PerSecond / y.PerSecond).ToList();
        Add(lines, $"{what} / {to}", ratios, atLeast, isLeast: true);
    }

    private static void Allocated(List<SummaryLine> lines, IReadOnlyList<Figures> runs, string what, double? atMost) =>
        Add(
            lines,
            $"{what}, KB allocated a record",
            [.. Of(runs, what).Where(x => x.AllocatedPerRecord > 0).Select(x => x.AllocatedPerRecord!.Value / 1024)],
            atMost
        );

    private static void More(
        List<SummaryLine> lines,
        IReadOnlyList<Figures> runs,
        string what,
        string name,
        double? atMost
    ) =>
        Add(
            lines,
            $"{what}, {name}",
            [.. Of(runs, what).Where(x => x.More.ContainsKey(name)).Select(x => x.More[name])],
            atMost
        );

    private static IEnumerable<Figures> Of(IReadOnlyList<Figures> runs, string what) => runs.Where(x => x.What == what);

    private static void Add(
        List<SummaryLine> lines,
        string what,
        List<double> values,
        double? goal = null,
        bool isLeast = false
    )
    {
        if (values.Count == 0)
        {
            return;
        }

        var median = Percentile.Median(values);
        lines.Add(
            new SummaryLine(
                what,
                median,
                values.Min(),
                values.Max(),
                goal is null ? null : FormattableString.Invariant($"{(isLeast ? ">=" : "<=")} {goal}"),
                goal is null ? null
                    : isLeast ? median >= goal
                    : median <= goal
            )
        );
    }
}
