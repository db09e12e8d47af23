using System.Text.Json.Serialization;

namespace Pipeline.Producer.Integrations;

[JsonSourceGenerationOptions(
    WriteIndented = true,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    PropertyNameCaseInsensitive = true
)]
[JsonSerializable(typeof(IntegrationFile))]
[JsonSerializable(typeof(IntegrationLine))]
internal sealed partial class IntegrationJson : JsonSerializerContext;
