using System.Text.Json.Serialization;

namespace Pipeline.Processor.Detection.Detectors.MfaFatigue;

/// <summary>A place and device the user signed in from.</summary>
internal sealed record BaselineSource
{
    [JsonPropertyName("sr")]
    public required MfaSource Source { get; init; }

    /// <summary>
    /// From when on it counts: a source new to a user with a history does not vouch for itself at once.
    /// </summary>
    [JsonPropertyName("si")]
    public required DateTimeOffset Since { get; init; }

    [JsonPropertyName("la")]
    public required DateTimeOffset Last { get; init; }
}
