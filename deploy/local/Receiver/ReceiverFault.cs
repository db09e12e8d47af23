using System.Text.Json.Serialization;
using Pipeline.Local.Simulation.Faults;

namespace Pipeline.Local.Receiver;

/// <summary>A line of a receiver's fault script.</summary>
internal sealed record ReceiverFault : ScriptedFault
{
    [JsonPropertyName("kind")]
    public required ReceiverFaultKind Kind { get; init; }

    /// <summary><c>/alerts</c> or <c>/telemetry</c>; both unless told.</summary>
    [JsonPropertyName("path")]
    public string? Path { get; init; }

    [JsonPropertyName("status")]
    public int Status { get; init; } = 503;

    [JsonPropertyName("delay_ms")]
    public int DelayMs { get; init; } = 30_000;

    /// <summary>What Retry-After says.</summary>
    [JsonPropertyName("retry_after_s")]
    public int RetryAfterSeconds { get; init; } = 1;

    [JsonPropertyName("marker")]
    public string? Marker { get; init; }
}
