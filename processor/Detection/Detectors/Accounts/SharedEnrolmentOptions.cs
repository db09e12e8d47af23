using System.Collections.Frozen;
using System.ComponentModel;

namespace Pipeline.Processor.Detection.Detectors.Accounts;

/// <summary>Options of OKTA-LIFE-004.</summary>
internal sealed record SharedEnrolmentOptions
{
    [Description("How far apart the enrolments may be.")]
    public TimeSpan Window { get; init; } = TimeSpan.FromDays(30);

    [Description("Users of one device or phone that are too many.")]
    public int Users { get; init; } = 2;

    [Description("Ids of devices and phones that are shared by agreement, e.g. of a front desk.")]
    public IReadOnlySet<string> SharedDevices { get; init; } = FrozenSet<string>.Empty;
}
