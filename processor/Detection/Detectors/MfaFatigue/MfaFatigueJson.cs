using System.Text.Json.Serialization;

namespace Pipeline.Processor.Detection.Detectors.MfaFatigue;

[JsonSourceGenerationOptions(
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase
)]
[JsonSerializable(typeof(MfaFatigueState))]
internal sealed partial class MfaFatigueJson : JsonSerializerContext;
