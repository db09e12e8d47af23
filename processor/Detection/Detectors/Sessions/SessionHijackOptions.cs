using System.ComponentModel;

namespace Pipeline.Processor.Detection.Detectors.Sessions;

/// <summary>Options of OKTA-SESS-001.</summary>
internal sealed record SessionHijackOptions
{
    [Description("Device tokens within one session that are too many (Elastic: 4), from two addresses.")]
    public int DeviceTokens { get; init; } = 4;
}
