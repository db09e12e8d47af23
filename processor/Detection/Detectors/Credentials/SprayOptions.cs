using System.Collections.Frozen;
using System.ComponentModel;

namespace Pipeline.Processor.Detection.Detectors.Credentials;

/// <summary>Options of OKTA-CRED-001.</summary>
internal sealed record SprayOptions
{
    [Description("Users within the fast window that are a spray by themselves (Splunk: more than 9 in 5 minutes).")]
    public int FastUsers { get; init; } = 10;

    [Description("The fast window.")]
    public TimeSpan FastWindow { get; init; } = TimeSpan.FromMinutes(5);

    [Description("Users within the slow window (Elastic: 5).")]
    public int Users { get; init; } = 5;

    [Description("Attempts within the slow window (Elastic: 15).")]
    public int Attempts { get; init; } = 15;

    [Description("Most attempts on one user; more is brute force.")]
    public int MostPerUser { get; init; } = 8;

    [Description("Share of the users that are tried two to six times.")]
    public double EvenShare { get; init; } = 0.6;

    [Description("The slow window.")]
    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(60);

    [Description("Shorter than this, the slow pattern is somebody's script.")]
    public TimeSpan ShortestSpan { get; init; } = TimeSpan.FromMinutes(5);

    [Description("Users who signed in from an address within a week that make it an office's.")]
    public int OfficeUsers { get; init; } = 20;

    [Description("Thresholds of an office are so many times as high.")]
    public int OfficeFactor { get; init; } = 3;

    [Description("A correct password so long after an attempt on the same user came of it.")]
    public TimeSpan SuccessWindow { get; init; } = TimeSpan.FromMinutes(60);

    [Description("Addresses and networks never looked at, e.g. of a penetration test.")]
    public IReadOnlySet<string> IgnoredSources { get; init; } = FrozenSet<string>.Empty;
}
