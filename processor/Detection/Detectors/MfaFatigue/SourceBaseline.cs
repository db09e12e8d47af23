namespace Pipeline.Processor.Detection.Detectors.MfaFatigue;

/// <summary>Where a user usually signs in from: learning and comparing.</summary>
internal static class SourceBaseline
{
    public static SourceStanding Standing(
        IReadOnlyList<BaselineSource> baseline,
        MfaSource? source,
        bool flagged,
        DateTimeOffset time,
        TimeSpan age
    )
    {
        var history = false;
        foreach (var known in baseline)
        {
            if (known.Since > time || time - known.Last > age)
            {
                continue;
            }

            history = true;
            if (source is not null && IsSame(known.Source, source))
            {
                return SourceStanding.Baseline;
            }
        }

        return source is { IsKnown: true } && (history || flagged || source.Proxy)
            ? SourceStanding.New
            : SourceStanding.Unknown;
    }

    /// <summary>A sign-in from a source. The list is changed in place.</summary>
    /// <param name="onlyKnown">
    /// Refresh what is known, learn nothing: during an attack the attacker signs in too.
    /// </param>
    /// <param name="probation">How long a new source of a user with a history waits before it counts.</param>
    /// <param name="options">Age and number of sources.</param>
    public static void Learn(
        List<BaselineSource> baseline,
        MfaSource source,
        DateTimeOffset time,
        bool onlyKnown,
        TimeSpan probation,
        MfaFatigueOptions options
    )
    {
        if (!source.IsKnown)
        {
            return;
        }

        baseline.RemoveAll(x => time - x.Last > options.BaselineAge);
        for (var i = 0; i < baseline.Count; i++)
        {
            if (IsSame(baseline[i].Source, source))
            {
                if (baseline[i].Last < time)
                {
                    // The latest address of the same source replaces the older one: a carrier's NAT fills no list.
                    baseline[i] = baseline[i] with
                    {
                        Source = Merge(baseline[i].Source, source),
                        Last = time,
                    };
                }

                return;
            }
        }

        if (onlyKnown)
        {
            return;
        }

        if (baseline.Count == options.MaxBaselineSources)
        {
            baseline.RemoveAt(Oldest(baseline));
        }

        var since = baseline.Count == 0 ? time : time + probation;
        baseline.Add(
            new BaselineSource
            {
                Source = source,
                Since = since,
                Last = time,
            }
        );
    }

    /// <summary>
    /// Same address; same browser by its device token; or same provider and country with a device that does not differ.
    /// </summary>
    public static bool IsSame(MfaSource known, MfaSource source)
    {
        if (known.SameIp(source) || known.SameDeviceToken(source))
        {
            return true;
        }

        return known.SameNetwork(source)
            && (known.DeviceToken is null || source.DeviceToken is null)
            && (
                known.Agent is null
                || source.Agent is null
                || string.Equals(known.Agent, source.Agent, StringComparison.Ordinal)
            );
    }

    private static MfaSource Merge(MfaSource known, MfaSource source) =>
        source with
        {
            DeviceToken = source.DeviceToken ?? known.DeviceToken,
            Agent = source.Agent ?? known.Agent,
        };

    private static int Oldest(List<BaselineSource> baseline)
    {
        var oldest = 0;
        for (var i = 1; i < baseline.Count; i++)
        {
            if (baseline[i].Last < baseline[oldest].Last)
            {
                oldest = i;
            }
        }

        return oldest;
    }
}
