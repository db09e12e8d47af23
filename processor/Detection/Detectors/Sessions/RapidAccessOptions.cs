using System.ComponentModel;

namespace Pipeline.Processor.Detection.Detectors.Sessions;

/// <summary>Options of OKTA-SESS-004.</summary>
internal sealed record RapidAccessOptions
{
    [Description("Applications within one minute (Okta: 10).")]
    public int AppsPerMinute { get; init; } = 10;

    [Description("Applications within five minutes (Elastic hunt: 15).")]
    public int AppsPerFiveMinutes { get; init; } = 15;

    [Description("Applications that ask for more proof in vain within a quarter of an hour.")]
    public int ChallengedApps { get; init; } = 4;

    [Description("The same where a foreign source was asked.")]
    public int ChallengedAppsForeign { get; init; } = 3;
}
