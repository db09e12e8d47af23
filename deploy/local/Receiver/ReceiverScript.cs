using System.Text.Json.Serialization;
using Pipeline.Local.Simulation.Faults;

namespace Pipeline.Local.Receiver;

/// <summary>
/// What goes wrong and when:
/// <c>{"faults":[{"kind":"ack_lost","at":2},{"kind":"status","status":500,"every":10}]}</c>.
/// </summary>
internal sealed record ReceiverScript
{
    public static readonly ReceiverScript None = new();

    [JsonPropertyName("seed")]
    public ulong Seed { get; init; } = 1;

    [JsonPropertyName("faults")]
    public IReadOnlyList<ReceiverFault> Faults { get; init; } = [];

    /// <exception cref="FormatException">The text is no script; the message says where.</exception>
    public static ReceiverScript Parse(string json) => ScriptText.Parse<ReceiverScript, ReceiverFaultKind>(json);

    /// <summary>Reads a script given inline (it begins with a brace) or as a file.</summary>
    public static ReceiverScript Load(string? fileOrJson) =>
        fileOrJson is null ? None : Parse(ScriptText.Of(fileOrJson));

    /// <summary>The faults of the n-th request of a path.</summary>
    public IReadOnlyList<ReceiverFault> For(string path, long request) =>
        [.. Faults.Where((f, i) => (f.Path is null || f.Path == path) && f.Strikes(request, Seed, i))];
}
