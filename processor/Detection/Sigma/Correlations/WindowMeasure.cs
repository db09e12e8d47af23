namespace Pipeline.Processor.Detection.Sigma.Correlations;

/// <summary>Measures a window of hits, and says whether the condition of the correlation holds for it.</summary>
internal static class WindowMeasure
{
    public static bool Holds(SigmaCorrelation correlation, IReadOnlyList<WindowHit> hits, int first, int last) =>
        Of(correlation, hits, first, last) is { } measured && correlation.Condition.All(x => x.Holds(measured));

    /// <param name="correlation">The correlation.</param>
    /// <param name="hits">Hits in order.</param>
    /// <param name="first">First hit of the window.</param>
    /// <param name="last">Last hit of the window, included.</param>
    /// <returns>Null where there is nothing to measure.</returns>
    public static decimal? Of(SigmaCorrelation correlation, IReadOnlyList<WindowHit> hits, int first, int last) =>
        correlation.Type switch
        {
            CorrelationType.EventCount when correlation.Depth == 0 => last - first + 1,
            CorrelationType.EventCount => Counted(correlation, hits, first, last).Count(),
            CorrelationType.ValueCount => Distinct(hits, first, last),
            CorrelationType.Temporal => DistinctRules(hits, first, last),
            CorrelationType.TemporalOrdered => InOrder(correlation, hits, first, last),
            _ => OfNumbers(correlation, hits, first, last),
        };

    /// <summary>The hits of a window that count: of each chained detection the first.</summary>
    private static IEnumerable<WindowHit> Counted(
        SigmaCorrelation correlation,
        IReadOnlyList<WindowHit> hits,
        int first,
        int last
    )
    {
        var window = hits.Skip(first).Take(last - first + 1);
        return correlation.Depth == 0 ? window : window.DistinctBy(x => x.Counted);
    }

    private static int Distinct(IReadOnlyList<WindowHit> hits, int first, int last)
    {
        var values = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var i = first; i <= last; i++)
        {
            values.UnionWith(hits[i].Values ?? []);
        }

        return values.Count;
    }

    private static int DistinctRules(IReadOnlyList<WindowHit> hits, int first, int last)
    {
        var rules = 0UL;
        for (var i = first; i <= last; i++)
        {
            foreach (var rule in hits[i].Rules)
            {
                rules |= 1UL << rule;
            }
        }

        return System.Numerics.BitOperations.PopCount(rules);
    }

    /// <summary>
    /// How many of the rules, from the first on, follow each other. Taking the earliest each time loses none. An event
    /// that matches two rules, or completes a detection below as well, is not followed by itself: it takes one step.
    /// </summary>
    private static int InOrder(SigmaCorrelation correlation, IReadOnlyList<WindowHit> hits, int first, int last)
    {
        var (next, taken) = (0, (string?)null);
        for (var i = first; i <= last && next < correlation.Rules.Count; i++)
        {
            if (hits[i].Rules.Contains(next) && hits[i].StandsAt != taken)
            {
                (next, taken) = (next + 1, hits[i].StandsAt);
            }
        }

        return next;
    }

    private static decimal? OfNumbers(SigmaCorrelation correlation, IReadOnlyList<WindowHit> hits, int first, int last)
    {
        var numbers = Counted(correlation, hits, first, last)
            .SelectMany(x => x.Values ?? [])
            .Select(SigmaNumber.Parse)
            .OfType<decimal>()
            .ToList();

        if (numbers.Count == 0)
        {
            return null;
        }

        if (correlation.Type == CorrelationType.ValuePercentile)
        {
            numbers.Sort();
            var rank = (int)Math.Ceiling(correlation.Percentile / 100 * numbers.Count);
            return numbers[Math.Max(rank, 1) - 1];
        }

        try
        {
            var sum = numbers.Sum();
            return correlation.Type == CorrelationType.ValueSum ? sum : sum / numbers.Count;
        }
        catch (OverflowException)
        {
            // Numbers of this size are no measurements; the window has no sum.
            return null;
        }
    }
}
