using System.Text.Json.Serialization;

namespace Pipeline.Processor.Detection.Timelines;

/// <summary>A value and when it was seen.</summary>
internal sealed record SeenValue
{
    [JsonPropertyName("f")]
    public required DateTimeOffset First { get; init; }

    [JsonPropertyName("l")]
    public required DateTimeOffset Last { get; init; }

    [JsonPropertyName("n")]
    public required int Count { get; init; }
}
