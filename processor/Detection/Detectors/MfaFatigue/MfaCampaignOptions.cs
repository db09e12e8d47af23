using System.ComponentModel;

namespace Pipeline.Processor.Detection.Detectors.MfaFatigue;

/// <summary>Options of OKTA-MFA-002.</summary>
internal sealed record MfaCampaignOptions
{
    [Description("Users bombed from one network that are a campaign.")]
    public int Users { get; init; } = 3;

    [Description("The window.")]
    public TimeSpan Window { get; init; } = TimeSpan.FromHours(24);
}
