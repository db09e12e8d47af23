namespace Pipeline.Processor.Detection.Detectors.MfaFatigue;

/// <summary>About how many bytes things take in the changelog: what the bounds of the state are counted in.</summary>
internal static class StateWeight
{
    public static int Of(MfaEvidenceItem item) =>
        130 + Of(item.Uuid) + Of(item.EventType) + Of(item.Topic) + Of(item.Ip);

    public static int Of(MfaSource? source) =>
        source is null ? 0 : 90 + Of(source.Ip) + (2 * Of(source.Country)) + Of(source.Agent) + Of(source.DeviceToken);

    /// <summary>Texts are cut and made ASCII as they are read, so their length is their size.</summary>
    public static int Of(string? text) => text?.Length ?? 0;
}
