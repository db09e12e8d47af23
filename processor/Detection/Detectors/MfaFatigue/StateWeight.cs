namespace Pipeline.Processor.Detection.Detectors.MfaFatigue;

/// <summary>About how many bytes things take in the changelog: what the bounds of the state are counted in.</summary>
internal static class StateWeight
{
    public static int Of(MfaEvidenceItem item) =>
        130 + Of(item.Uuid) + Of(item.EventType) + Of(item.Topic) + Of(item.Ip);

    public static int Of(MfaSource? source) =>
        source is null ? 0 : 90 + Of(source.Ip) + Of(source.Country) + Of(source.Agent) + Of(source.DeviceToken);

    /// <summary>JSON writes what is not ASCII as six characters.</summary>
    public static int Of(string? text)
    {
        var weight = 0;
        foreach (var letter in text ?? "")
        {
            weight += char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_' or ':' or '/' ? 1 : 6;
        }

        return weight;
    }
}
