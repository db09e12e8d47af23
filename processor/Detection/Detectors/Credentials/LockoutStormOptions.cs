using System.ComponentModel;

namespace Pipeline.Processor.Detection.Detectors.Credentials;

/// <summary>Options of OKTA-CRED-006.</summary>
internal sealed record LockoutStormOptions
{
    [Description("Users locked within the short window that make a storm.")]
    public int Users { get; init; } = 6;

    [Description("The short window.")]
    public TimeSpan ShortWindow { get; init; } = TimeSpan.FromMinutes(5);

    [Description("Users locked within the long window that make a storm.")]
    public int UsersPerHour { get; init; } = 10;

    [Description("The long window.")]
    public TimeSpan LongWindow { get; init; } = TimeSpan.FromMinutes(60);

    [Description("Over the org: so many times the lockouts of the same hour in the last seven days.")]
    public double AboveUsual { get; init; } = 3;
}
