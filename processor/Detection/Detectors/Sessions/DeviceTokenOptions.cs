using System.Collections.Frozen;
using System.ComponentModel;

namespace Pipeline.Processor.Detection.Detectors.Sessions;

/// <summary>Options of OKTA-SESS-002.</summary>
internal sealed record DeviceTokenOptions
{
    [Description("Users through a proxy with one browser that are too many (Elastic: 3).")]
    public int ProxyUsers { get; init; } = 3;

    [Description("Users refused with one browser that are too many.")]
    public int RefusedUsers { get; init; } = 10;

    [Description("The window.")]
    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(60);

    [Description("Device tokens (dtHash) of machines that many people share, e.g. kiosks.")]
    public IReadOnlySet<string> SharedDevices { get; init; } = FrozenSet<string>.Empty;
}
