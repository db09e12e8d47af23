using System.ComponentModel;

namespace Pipeline.Processor.Detection.Detectors.Phishing;

/// <summary>Options of OKTA-PHISH-001.</summary>
internal sealed record DeclinedPhishingOptions
{
    [Description("How long after the declined attempt a success from the same source belongs to it.")]
    public TimeSpan Window { get; init; } = TimeSpan.FromHours(24);
}
