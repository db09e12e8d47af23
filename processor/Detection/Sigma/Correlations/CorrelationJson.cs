using System.Text.Json.Serialization;

namespace Pipeline.Processor.Detection.Sigma.Correlations;

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(CorrelationState))]
[JsonSerializable(typeof(SigmaHit))]
internal sealed partial class CorrelationJson : JsonSerializerContext;
