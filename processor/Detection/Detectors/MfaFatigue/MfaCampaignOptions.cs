using System.ComponentModel;

namespace Pipeline.Processor.Detection.Detectors.MfaFatigue;

/// <summary>Options of OKTA-MFA-002.</summary>
internal sealed record MfaCampaignOptions
{
    [Description("Users bombed from one provider that are a campaign.")]
    public int Users { get; init; } = 3;

    [Description("Users who abandoned one prompt each that are a campaign (Okta: more than 5 within an hour).")]
    public int AbandonedUsers { get; init; } = 6;

    [Description("The window of these.")]
    public TimeSpan AbandonedWindow { get; init; } = TimeSpan.FromHours(1);

    [Description("The window.")]
    public TimeSpan Window { get; init; } = TimeSpan.FromHours(24);
}
