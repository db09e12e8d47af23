using System.Text.Json.Serialization;

namespace Pipeline.Processor.Routing;

[JsonSourceGenerationOptions(
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase
)]
[JsonSerializable(typeof(OrgHistory))]
internal sealed partial class RoutingJson : JsonSerializerContext;
