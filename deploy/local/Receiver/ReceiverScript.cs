using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pipeline.Local.Receiver;

/// <summary>
/// What goes wrong and when:
/// <c>{"faults":[{"kind":"ack_lost","at":2},{"kind":"status","status":500,"every":10}]}</c>.
/// </summary>
internal sealed record ReceiverScript
{
    public static readonly ReceiverScript None = new();

    private static readonly JsonSerializerOptions Json = new()
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false) },
    };

    [JsonPropertyName("seed")]
    public ulong Seed { get; init; } = 1;

    [JsonPropertyName("faults")]
    public IReadOnlyList<ReceiverFault> Faults { get; init; } = [];

    /// <exception cref="FormatException">The text is no script; the message says where.</exception>
    public static ReceiverScript Parse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<ReceiverScript>(json, Json) ?? None;
        }
        catch (JsonException e)
        {
            throw new FormatException($"The fault script is not understood at {e.Path ?? "its start"}: {e.Message}", e);
        }
    }

    /// <summary>Reads a script given inline (it begins with a brace) or as a file.</summary>
    public static ReceiverScript Load(string? fileOrJson) =>
        fileOrJson is null ? None
        : fileOrJson.AsSpan().TrimStart().StartsWith("{", StringComparison.Ordinal) ? Parse(fileOrJson)
        : Parse(File.ReadAllText(fileOrJson));

    /// <summary>The faults of the n-th request of a path.</summary>
    public IReadOnlyList<ReceiverFault> For(string path, long request) =>
        [.. Faults.Where((f, i) => (f.Path is null || f.Path == path) && f.Trigger.Strikes(request, Seed, i))];
}
