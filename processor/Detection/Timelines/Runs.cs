namespace Pipeline.Processor.Detection.Timelines;

/// <summary>Episodes: stretches of events without a long silence.</summary>
internal static class Runs
{
    /// <summary>Splits moments, in order of time, where nothing happens for longer than a gap.</summary>
    public static IEnumerable<IReadOnlyList<Moment>> Of(IEnumerable<Moment> moments, TimeSpan gap)
    {
        var run = new List<Moment>();
        foreach (var moment in moments)
        {
            if (run.Count > 0 && moment.Time - run[^1].Time > gap)
            {
                yield return run;
                run = [];
            }

            run.Add(moment);
        }

        if (run.Count > 0)
        {
            yield return run;
        }
    }

    /// <summary>The most moments within any window; a window includes both of its ends.</summary>
    public static int Most(IReadOnlyList<Moment> moments, TimeSpan window)
    {
        var (most, first) = (0, 0);
        for (var i = 0; i < moments.Count; i++)
        {
            while (moments[i].Time - moments[first].Time > window)
            {
                first++;
            }

            most = Math.Max(most, i - first + 1);
        }

        return most;
    }

    /// <summary>The most distinct values within any window; null is no value.</summary>
    public static int MostDistinct(IReadOnlyList<Moment> moments, TimeSpan window, Func<Moment, string?> value) =>
        Distinct(moments, window, value, int.MaxValue).Most;

    /// <summary>Both ends of the first window that has so many distinct values; null if none has.</summary>
    public static (Moment Begin, Moment End)? First(
        IReadOnlyList<Moment> moments,
        TimeSpan window,
        Func<Moment, string?> value,
        int count
    ) => Distinct(moments, window, value, count).First;

    private static (int Most, (Moment Begin, Moment End)? First) Distinct(
        IReadOnlyList<Moment> moments,
        TimeSpan window,
        Func<Moment, string?> value,
        int enough
    )
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        var values = new string?[moments.Count];
        var (most, first) = (0, 0);
        for (var i = 0; i < moments.Count; i++)
        {
            if ((values[i] = value(moments[i])) is { } added)
            {
                counts[added] = counts.GetValueOrDefault(added) + 1;
            }

            for (; moments[i].Time - moments[first].Time > window; first++)
            {
                if (values[first] is { } gone && --counts[gone] == 0)
                {
                    counts.Remove(gone);
                }
            }

            most = Math.Max(most, counts.Count);
            if (most >= enough)
            {
                return (most, (moments[first], moments[i]));
            }
        }

        return (most, null);
    }
}
