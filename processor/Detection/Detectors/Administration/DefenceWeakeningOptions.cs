using System.ComponentModel;

namespace Pipeline.Processor.Detection.Detectors.Administration;

/// <summary>Options of OKTA-ADM-004.</summary>
internal sealed record DefenceWeakeningOptions
{
    [Description("Weight of acts within the window that makes a burst; see the page of the detection for the weights.")]
    public int Weight { get; init; } = 6;

    [Description("Different kinds of act in a burst: one kind alone is maintenance.")]
    public int Kinds { get; init; } = 2;

    [Description("The window.")]
    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(60);

    [Description("Weight of a single act from a source new to the administrator that is reported.")]
    public int ForeignWeight { get; init; } = 3;
}
