using System.ComponentModel;

namespace Pipeline.Processor.Detection.Detectors.Places;

/// <summary>Options of OKTA-GEO-001.</summary>
internal sealed record ImpossibleTravelOptions
{
    [Description("Faster than this is no journey, km/h: an airliner cruises at about 900.")]
    public double Speed { get; init; } = 900;

    [Description("Nearer than this is the error of the lookup, km.")]
    public double Distance { get; init; } = 500;

    [Description("How far back a sign-in is compared.")]
    public TimeSpan Window { get; init; } = TimeSpan.FromHours(24);
}
