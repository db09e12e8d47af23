using System.Text.Json.Serialization;

namespace Pipeline.Processor.Steps;

[JsonSerializable(typeof(TenantClock))]
internal sealed partial class StepsJson : JsonSerializerContext;
