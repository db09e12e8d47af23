using System.ComponentModel;

namespace Pipeline.Processor.Detection.Detectors.Accounts;

/// <summary>Options of OKTA-LIFE-001.</summary>
internal sealed record FactorResetTakeoverOptions
{
    [Description("How long after the reset an enrolment or a sign-in belongs to it.")]
    public TimeSpan Window { get; init; } = TimeSpan.FromHours(24);
}
