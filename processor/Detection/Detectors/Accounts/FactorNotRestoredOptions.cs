using System.ComponentModel;

namespace Pipeline.Processor.Detection.Detectors.Accounts;

/// <summary>Options of OKTA-LIFE-003.</summary>
internal sealed record FactorNotRestoredOptions
{
    [Description("How long a user may be without the factor that was removed (Elastic: 12 hours).")]
    public TimeSpan Deadline { get; init; } = TimeSpan.FromHours(12);

    [Description(
        "A factor enrolled this long before the removal replaces it: a new phone comes before the old one goes."
    )]
    public TimeSpan ReplacedBefore { get; init; } = TimeSpan.FromHours(1);
}
