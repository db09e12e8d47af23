using System.ComponentModel;

namespace Pipeline.Processor.Detection.Detectors.Accounts;

/// <summary>Options of OKTA-LIFE-005.</summary>
internal sealed record ReportedActivityOptions
{
    [Description("How far from the report a sign-in or another finding belongs to it, on both sides.")]
    public TimeSpan Window { get; init; } = TimeSpan.FromHours(24);
}
