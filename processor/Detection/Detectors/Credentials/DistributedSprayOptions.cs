using System.ComponentModel;

namespace Pipeline.Processor.Detection.Detectors.Credentials;

/// <summary>Options of OKTA-CRED-002.</summary>
internal sealed record DistributedSprayOptions
{
    [Description("Addresses within the window (Elastic: 5).")]
    public int Addresses { get; init; } = 5;

    [Description("Users within the window (Elastic: 8).")]
    public int Users { get; init; } = 8;

    [Description("Attempts within the window (Elastic: 25).")]
    public int Attempts { get; init; } = 25;

    [Description("Most attempts for each user on average.")]
    public int AttemptsPerUser { get; init; } = 5;

    [Description("So many times the attempts of the same hour in the last seven days.")]
    public double AboveUsual { get; init; } = 3;

    [Description("The window.")]
    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(15);
}
