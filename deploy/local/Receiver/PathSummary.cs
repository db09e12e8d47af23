using System.Text.Json.Serialization;

namespace Pipeline.Local.Receiver;

/// <summary>What one path has accepted.</summary>
internal sealed record PathSummary(
    [property: JsonPropertyName("lines")] long Lines,
    [property: JsonPropertyName("bytes")] long Bytes,
    [property: JsonPropertyName("distinct_ids")] long DistinctIds,
    [property: JsonPropertyName("repeated_ids")] long RepeatedIds,
    [property: JsonPropertyName("without_id")] long WithoutId,
    [property: JsonPropertyName("distinct_texts")] long DistinctTexts
);
