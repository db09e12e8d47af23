using System.ComponentModel;

namespace Pipeline.Processor.Detection.Detectors.Administration;

/// <summary>Options of OKTA-ADM-002.</summary>
internal sealed record FederationTakeoverOptions
{
    [Description("How long after an identity provider was made or changed its first use belongs to it.")]
    public TimeSpan Window { get; init; } = TimeSpan.FromDays(7);

    [Description("A first use so soon is critical.")]
    public TimeSpan AtOnce { get; init; } = TimeSpan.FromHours(24);
}
