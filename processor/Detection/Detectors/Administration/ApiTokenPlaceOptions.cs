using System.ComponentModel;

namespace Pipeline.Processor.Detection.Detectors.Administration;

/// <summary>Options of OKTA-ADM-003.</summary>
internal sealed record ApiTokenPlaceOptions
{
    [Description("How long a token must have been in use before a new place is unusual.")]
    public TimeSpan Learning { get; init; } = TimeSpan.FromDays(7);

    [Description("How long ThreatInsight's report of an address counts against a token that is new there.")]
    public TimeSpan ReportWindow { get; init; } = TimeSpan.FromHours(24);

    [Description("Users who signed in from a reported address within a month before that make it an office's.")]
    public int OfficeUsers { get; init; } = 5;
}
