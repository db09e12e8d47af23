using System.Text.Json.Serialization;

namespace Pipeline.Local.Simulation.Faults;

/// <summary>
/// What goes wrong and when, as JSON:
/// <c>{"seed":1,"faults":[{"kind":"truncate","at":3},{"kind":"error_500","probability":0.1}],"skew_s":-90}</c>.
/// </summary>
internal sealed record FaultScript
{
    public static readonly FaultScript None = new();

    [JsonPropertyName("seed")]
    public ulong Seed { get; init; } = 1;

    [JsonPropertyName("faults")]
    public IReadOnlyList<Fault> Faults { get; init; } = [];

    /// <summary>Seconds by which the org's clock, as told in Date and X-Rate-Limit-Reset, is ahead.</summary>
    [JsonPropertyName("skew_s")]
    public int SkewSeconds { get; init; }

    /// <summary>Seconds by which only X-Rate-Limit-Reset is off, so that a reset may lie in the past.</summary>
    [JsonPropertyName("reset_skew_s")]
    public int ResetSkewSeconds { get; init; }

    /// <exception cref="FormatException">The text is no script; the message says where.</exception>
    public static FaultScript Parse(string json) => ScriptText.Parse<FaultScript, FaultKind>(json);

    /// <summary>Reads a script given inline (it begins with a brace) or as a file.</summary>
    public static FaultScript Load(string? fileOrJson) => fileOrJson is null ? None : Parse(ScriptText.Of(fileOrJson));
}
