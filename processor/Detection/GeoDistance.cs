namespace Pipeline.Processor.Detection;

/// <summary>Great-circle distance.</summary>
internal static class GeoDistance
{
    /// <summary>Mean radius of the earth (IUGG), km.</summary>
    private const double EarthRadius = 6371.0;

    /// <summary>Kilometres between two positions in degrees (haversine); null if a part is unknown.</summary>
    public static double? Kilometres(double? latitude1, double? longitude1, double? latitude2, double? longitude2)
    {
        if (latitude1 is not { } a || longitude1 is not { } b || latitude2 is not { } c || longitude2 is not { } d)
        {
            return null;
        }

        var sinLatitude = Math.Sin(double.DegreesToRadians(c - a) / 2);
        var sinLongitude = Math.Sin(double.DegreesToRadians(d - b) / 2);
        var h =
            (sinLatitude * sinLatitude)
            + (
                Math.Cos(double.DegreesToRadians(a))
                * Math.Cos(double.DegreesToRadians(c))
                * sinLongitude
                * sinLongitude
            );
        return 2 * EarthRadius * Math.Asin(Math.Min(1, Math.Sqrt(h)));
    }
}
