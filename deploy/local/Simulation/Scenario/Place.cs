namespace Pipeline.Local.Simulation.Scenario;

/// <summary>
/// A city as geolocation reports it. <paramref name="PostalCode"/> is JSON: text, number or null all occur.
/// </summary>
internal sealed record Place(string City, string State, string Country, string PostalCode, string Lat, string Lon)
{
    /// <summary>
    /// Home towns. The spellings of numbers and the spaces differ on purpose: payloads must survive as they are.
    /// </summary>
    public static readonly Place[] Homes =
    [
        new("Lyon", "Rhône", "France", "\"69002\"", "45.7485", "4.8467"),
        new("Utrecht", "Utrecht", "Netherlands", "null", "52.0908", "5.1222"),
        new("Denver", "Colorado", "United States", " 80202", "39.7392", "-104.9847"),
        new("Greenwich", "England", "United Kingdom", "\"SE10\"", "51.5", "0.0"),
        new("Zürich", "Zurich", "Switzerland", "\"8001\"", "47.3667 ", "8.55E0"),
        new("Toronto", "Ontario", "Canada", "\"M5H\"", "43.6532", "-79.3832"),
    ];

    /// <summary>Where the attackers' server is housed.</summary>
    public static readonly Place Hosting = new("Reykjavik", "Capital Region", "Iceland", "null", "64.1466", "-21.9426");
}
