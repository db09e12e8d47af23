using System.ComponentModel;

namespace Pipeline.Processor.Detection.Detectors.Accounts;

/// <summary>Options of OKTA-LIFE-002.</summary>
internal sealed record HelpDeskTakeoverOptions
{
    [Description("Password and factors changed within this time of each other are one act (Chronicle: 30 minutes).")]
    public TimeSpan Pair { get; init; } = TimeSpan.FromMinutes(30);

    [Description("How soon the user is back from a source of their own if nobody else asked for it.")]
    public TimeSpan Return { get; init; } = TimeSpan.FromHours(1);

    [Description("How long after that a sign-in, an enrolment or an administrative act belongs to it.")]
    public TimeSpan Window { get; init; } = TimeSpan.FromHours(4);
}
