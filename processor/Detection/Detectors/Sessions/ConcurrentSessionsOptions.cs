using System.ComponentModel;

namespace Pipeline.Processor.Detection.Detectors.Sessions;

/// <summary>Options of OKTA-SESS-003.</summary>
internal sealed record ConcurrentSessionsOptions
{
    [Description("Sessions begun within the window (Elastic: 3).")]
    public int Sessions { get; init; } = 3;

    [Description("Providers they come from.")]
    public int Networks { get; init; } = 2;

    [Description("The window.")]
    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(30);
}
