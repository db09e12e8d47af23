using System.ComponentModel;

namespace Pipeline.Processor.Detection.Detectors.Credentials;

/// <summary>Options of OKTA-CRED-004.</summary>
internal sealed record BruteForceOptions
{
    [Description("Refused attempts that count together with a sign of tooling (Elastic: 10).")]
    public int Attempts { get; init; } = 10;

    [Description("Refused attempts that count without any (Panther: 20).")]
    public int ManyAttempts { get; init; } = 20;

    [Description("Different addresses that are a sign.")]
    public int Addresses { get; init; } = 5;

    [Description("Different device tokens that are a sign, if at least half of the attempts have one of their own.")]
    public int DeviceTokens { get; init; } = 7;

    [Description("Different user agents that are a sign.")]
    public int UserAgents { get; init; } = 5;

    [Description("The window.")]
    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(30);
}
