using System.ComponentModel;

namespace Pipeline.Processor.Detection.Detectors.Credentials;

/// <summary>Options of OKTA-CRED-007.</summary>
internal sealed record FlaggedSourceOptions
{
    [Description("How long ThreatInsight's judgement of an address counts.")]
    public TimeSpan Window { get; init; } = TimeSpan.FromHours(24);

    [Description("Users who signed in from an address within a week before that make it an office's.")]
    public int OfficeUsers { get; init; } = 5;
}
