using System.Text.Json.Serialization;

namespace Pipeline.Processor.Detection.Detectors.MfaFatigue;

/// <summary>An event as remembered for evidence.</summary>
internal sealed record MfaEvidenceItem
{
    [JsonPropertyName("u")]
    public required string Uuid { get; init; }

    [JsonPropertyName("t")]
    public required DateTimeOffset Time { get; init; }

    [JsonPropertyName("e")]
    public required string EventType { get; init; }

    [JsonPropertyName("k")]
    public required MfaSignalKind Kind { get; init; }

    [JsonPropertyName("o")]
    public string? Outcome { get; init; }

    [JsonPropertyName("i")]
    public string? Ip { get; init; }

    [JsonPropertyName("rt")]
    public string? Topic { get; init; }

    [JsonPropertyName("rp"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Partition { get; init; }

    [JsonPropertyName("ro"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long Offset { get; init; }

    /// <summary>Changed the stage: kept when others are dropped.</summary>
    [JsonPropertyName("s"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Turning { get; init; }
}
