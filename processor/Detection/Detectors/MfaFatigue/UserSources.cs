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

    /// <summary>Whether neither the browser nor its kind is known; false for a user without history.</summary>
    public bool IsNewDevice(MfaSource? source)
    {
        if (source is null || Items.Count == 0)
        {
            return false;
        }

        foreach (var known in Items)
        {
            if (
                known.Source.SameDeviceToken(source) || (source.Agent is not null && known.Source.Agent == source.Agent)
            )
            {
                return false;
            }
        }

        return source.DeviceToken is not null || source.Agent is not null;
    }

    public void Learn(MfaSource? source, DateTimeOffset time, bool onlyKnown)
    {
        if (source is not null)
        {
            SourceBaseline.Learn(Items, source, time, onlyKnown, options);
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
