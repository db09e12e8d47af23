using System.Net;

namespace Pipeline.Processor.Detection.Detectors.MfaFatigue;

/// <summary>The usual sources of a user. A working copy.</summary>
internal sealed class UserSources(IReadOnlyList<BaselineSource> baseline, MfaFatigueOptions options)
{
    public List<BaselineSource> Items { get; } = [.. baseline];

    public SourceStanding Standing(MfaSource? source, bool flagged, DateTimeOffset time) =>
        IsAllowed(source)
            ? SourceStanding.Baseline
            : SourceBaseline.Standing(Items, source, flagged, time, options.BaselineAge);

    /// <summary>Compared with one morning every device is new.</summary>
    private static readonly TimeSpan ShortHistory = TimeSpan.FromDays(1);

    private static readonly TimeSpan ToldProbation = TimeSpan.FromDays(1);

    /// <summary>
    /// Whether neither the browser nor its kind is known; false for a user whose history is shorter than a day.
    /// </summary>
    public bool IsNewDevice(MfaSource? source, DateTimeOffset time)
    {
        if (source is null)
        {
            return false;
        }

        var history = false;
        foreach (var known in Items)
        {
            history |= time - known.Since >= ShortHistory;
            if (
                known.Source.SameDeviceToken(source) || (source.Agent is not null && known.Source.Agent == source.Agent)
            )
            {
                return false;
            }
        }

        return history && (source.DeviceToken is not null || source.Agent is not null);
    }

    public void Learn(MfaSource? source, DateTimeOffset time, bool onlyKnown)
    {
        if (source is not null)
        {
            SourceBaseline.Learn(Items, source, time, onlyKnown, options.BaselineProbation, options);
        }
    }

    /// <summary>
    /// A source whose approval was told as an alert: if the user goes on to use it, it is one of theirs, a day later. A
    /// gateway that stands far from the phone would be told with every sign-in.
    /// </summary>
    public void LearnTold(MfaSource? source, DateTimeOffset time)
    {
        if (source is not null)
        {
            SourceBaseline.Learn(Items, source, time, onlyKnown: false, ToldProbation, options);
        }
    }

    public void Forget(DateTimeOffset time) => Items.RemoveAll(x => time - x.Last > options.BaselineAge);

    private bool IsAllowed(MfaSource? source)
    {
        if (options.AllowedNetworks.Count == 0 || !IPAddress.TryParse(source?.Ip, out var address))
        {
            return false;
        }

        foreach (var network in options.AllowedNetworks)
        {
            if (network.Contains(address))
            {
                return true;
            }
        }

        return false;
    }
}
