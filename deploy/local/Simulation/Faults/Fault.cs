using System.Text.Json.Serialization;

namespace Pipeline.Local.Simulation.Faults;

/// <summary>A line of a fault script.</summary>
internal sealed record Fault : ScriptedFault
{
    [JsonPropertyName("kind")]
    public required FaultKind Kind { get; init; }

    /// <summary>The path it concerns; the System Log unless told.</summary>
    [JsonPropertyName("path")]
    public string Path { get; init; } = "/api/v1/logs";

    /// <summary>For <see cref="FaultKind.Slow"/>.</summary>
    [JsonPropertyName("delay_ms")]
    public int DelayMs { get; init; } = 3000;
}
