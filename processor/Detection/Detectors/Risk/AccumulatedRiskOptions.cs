using System.ComponentModel;

namespace Pipeline.Processor.Detection.Detectors.Risk;

/// <summary>Options of OKTA-RISK-001.</summary>
internal sealed record AccumulatedRiskOptions
{
    [Description("Points that are too many.")]
    public double Points { get; init; } = 100;

    [Description("Different ATT&CK techniques they must stand for (Splunk: more than 5).")]
    public int Techniques { get; init; } = 3;

    [Description("After so long a finding counts half.")]
    public TimeSpan HalfLife { get; init; } = TimeSpan.FromHours(24);

    [Description("Points of a low finding.")]
    public double Low { get; init; } = 5;

    [Description("Points of a medium finding.")]
    public double Medium { get; init; } = 25;

    [Description("Points of a high finding.")]
    public double High { get; init; } = 45;

    [Description("Points of a critical finding.")]
    public double Critical { get; init; } = 60;

    [Description("Most findings of one rule that count: one noisy rule is no risk.")]
    public int PerRule { get; init; } = 2;
}
