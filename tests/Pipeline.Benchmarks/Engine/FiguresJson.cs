using System.Text.Json.Serialization;

namespace Pipeline.Benchmarks.Engine;

/// <summary>How figures are written as JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(Figures))]
[JsonSerializable(typeof(SuiteReport))]
internal sealed partial class FiguresJson : JsonSerializerContext;
