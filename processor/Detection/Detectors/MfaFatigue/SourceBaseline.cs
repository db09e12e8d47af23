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
        var known = Find(baseline, source);
        if (known >= 0 && (onlyKnown || IsSamePlace(baseline[known].Source, source)))
        {
            Refresh(baseline, known, source, time);
            return;
        }

        if (onlyKnown)
        {
            return;
        }

        var browser = known >= 0 ? baseline[known] : null;
        if (baseline.Count == options.MaxBaselineSources)
        {
            baseline.RemoveAt(Oldest(baseline));
        }

        // A known browser in another place vouches for the place: home does not take the office's.
        var since =
            browser is not null ? (browser.Since > time ? browser.Since : time)
            : baseline.Count == 0 ? time
            : time + probation;
        baseline.Add(
            new BaselineSource
            {
                Source = source,
                Since = since,
                Last = time,
            }
        );
    }

    /// <summary>The known source that is the same, of the same place if there is one; or -1.</summary>
    private static int Find(List<BaselineSource> baseline, MfaSource source)
    {
        var found = -1;
        for (var i = 0; i < baseline.Count; i++)
        {
            if (!IsSame(baseline[i].Source, source))
            {
                continue;
            }

            if (IsSamePlace(baseline[i].Source, source))
            {
                return i;
            }

            found = found < 0 ? i : found;
        }

        return found;
    }

    /// <summary>The latest address of the same place replaces the older one: a carrier's NAT fills no list.</summary>
    private static void Refresh(List<BaselineSource> baseline, int i, MfaSource source, DateTimeOffset time)
    {
        if (baseline[i].Last < time)
        {
            baseline[i] = baseline[i] with
            {
                Source = IsSamePlace(baseline[i].Source, source)
                    ? Merge(baseline[i].Source, source)
                    : baseline[i].Source,
                Last = time,
            };
        }
    }

    /// <summary>Same address or provider; where no provider is known, nothing tells two places apart.</summary>
    private static bool IsSamePlace(MfaSource known, MfaSource source) =>
        known.SameIp(source) || known.SameNetwork(source) || known.Asn is null || source.Asn is null;

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
