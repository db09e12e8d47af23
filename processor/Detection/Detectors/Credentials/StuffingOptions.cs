using System.ComponentModel;

namespace Pipeline.Processor.Detection.Detectors.Credentials;

/// <summary>Options of OKTA-CRED-003.</summary>
internal sealed record StuffingOptions
{
    [Description("Users within the window (Elastic: 15).")]
    public int Users { get; init; } = 15;

    [Description("Attempts within the window (Elastic: 25).")]
    public int Attempts { get; init; } = 25;

    [Description("Most attempts on one user: a stolen pair is tried once or twice.")]
    public int MostPerUser { get; init; } = 2;

    [Description("The window.")]
    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(15);

    [Description("Thresholds of an office's address are so many times as high.")]
    public int OfficeFactor { get; init; } = 3;
}
