namespace Pipeline.Processor.Detection.Detectors.MfaFatigue;

/// <summary>
/// Who asked against who answered. Addresses always differ (home line and mobile network), so countries and distance
/// are compared; what is unknown is never a mismatch.
/// </summary>
internal static class PhoneDistance
{
    /// <summary>A mobile carrier's position is its gateway's, often the next big city.</summary>
    private const double NearKilometres = 100;

    public static bool IsFar(MfaSource source, MfaSource phone, MfaFatigueOptions options)
    {
        if (source.SameIp(phone) || source.SameNetwork(phone))
        {
            return false;
        }

        return source.Kilometres(phone) is { } distance
            ? distance > options.FarKilometres
            : source.DifferentCountry(phone);
    }

    public static bool IsNear(MfaSource source, MfaSource phone) =>
        source.SameIp(phone)
        || source.SameNetwork(phone)
        || (source.Kilometres(phone) <= NearKilometres && !source.DifferentCountry(phone));
}
