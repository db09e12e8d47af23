using System.ComponentModel;

namespace Pipeline.Processor.Detection.Detectors.Administration;

/// <summary>Options of OKTA-ADM-003.</summary>
internal sealed record ApiTokenPlaceOptions
{
    [Description("How long a token must have been in use before a new place is unusual.")]
    public TimeSpan Learning { get; init; } = TimeSpan.FromDays(7);
}
