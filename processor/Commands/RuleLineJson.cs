using System.Text.Json.Serialization;

namespace Pipeline.Processor.Commands;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(RuleLine))]
internal sealed partial class RuleLineJson : JsonSerializerContext;
