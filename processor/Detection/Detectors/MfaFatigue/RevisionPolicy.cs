using Pipeline.Processor.Alerts;

namespace Pipeline.Processor.Detection.Detectors.MfaFatigue;

/// <summary>When an analyst must hear again of an episode. Pure.</summary>
internal static class RevisionPolicy
{
    public static bool IsNews(
        EmittedAlert? emitted,
        Episode episode,
        EpisodeCounts counts,
        Severity severity,
        MfaFatigueOptions options
    )
    {
        if (emitted is null)
        {
            // Also what is low: a late event may lower what was told, and the end must be the same.
            return true;
        }

        // Less severe by an event that came late: the last word is what it would have been in order of time.
        return severity != emitted.Severity
            || episode.Stage > emitted.Stage
            || Level(counts.Prompts) > Level(emitted.Prompts)
            || episode.FollowOns.Count > emitted.FollowOns
            || HasNewAsn(emitted, episode)
            || episode.Last - emitted.Last >= options.Reminder;
    }

    public static IReadOnlyList<long> Asns(Episode episode)
    {
        var asns = new List<long>();
        foreach (var source in episode.Sources)
        {
            if (source.Asn is { } asn && !asns.Contains(asn))
            {
                asns.Add(asn);
            }
        }

        return asns;
    }

    private static bool HasNewAsn(EmittedAlert emitted, Episode episode)
    {
        foreach (var asn in Asns(episode))
        {
            if (!emitted.Asns.Contains(asn))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>10, 20, 40: each twice as many as before; beyond that only the hourly reminder counts them.</summary>
    private static int Level(int prompts) =>
        prompts switch
        {
            < 10 => 0,
            < 20 => 1,
            < 40 => 2,
            _ => 3,
        };
}
