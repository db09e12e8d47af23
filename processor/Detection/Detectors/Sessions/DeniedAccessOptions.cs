using System.ComponentModel;

namespace Pipeline.Processor.Detection.Detectors.Sessions;

/// <summary>Options of OKTA-SESS-005.</summary>
internal sealed record DeniedAccessOptions
{
    [Description("Denied attempts within the window (Panther: 5).")]
    public int Attempts { get; init; } = 5;

    [Description("Different applications denied within the window.")]
    public int Apps { get; init; } = 3;

    [Description("So many times the thresholds are medium.")]
    public int MediumFactor { get; init; } = 2;

    [Description("The window.")]
    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(60);
}
