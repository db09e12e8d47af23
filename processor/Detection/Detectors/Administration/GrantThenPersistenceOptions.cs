using System.ComponentModel;

namespace Pipeline.Processor.Detection.Detectors.Administration;

/// <summary>Options of OKTA-ADM-001.</summary>
internal sealed record GrantThenPersistenceOptions
{
    [Description("How long after the grant an act belongs to it.")]
    public TimeSpan Window { get; init; } = TimeSpan.FromHours(24);

    [Description("An act so soon after the grant was the purpose of it.")]
    public TimeSpan AtOnce { get; init; } = TimeSpan.FromMinutes(60);
}
