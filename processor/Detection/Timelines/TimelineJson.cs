using System.Text.Json.Serialization;

namespace Pipeline.Processor.Detection.Timelines;

[JsonSourceGenerationOptions(
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase
)]
[JsonSerializable(typeof(Timeline))]
internal sealed partial class TimelineJson : JsonSerializerContext;
