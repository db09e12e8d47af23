using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pipeline.Local.Simulation.Faults;

/// <summary>
/// Reads fault scripts. What a script does not know is refused: a fault with a typing error would never strike.
/// </summary>
internal static class ScriptText
{
    private static readonly JsonSerializerOptions Json = new()
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false) },
    };

    /// <typeparam name="TScript">Kind of script.</typeparam>
    /// <typeparam name="TKind">Kinds of its faults, which the message names.</typeparam>
    /// <exception cref="FormatException">The text is no script; the message says where.</exception>
    public static TScript Parse<TScript, TKind>(string json)
        where TScript : class, new()
        where TKind : struct, Enum
    {
        try
        {
            return JsonSerializer.Deserialize<TScript>(json, Json) ?? new TScript();
        }
        catch (JsonException e)
        {
            var kinds = Enum.GetValues<TKind>().Select(kind => JsonSerializer.Serialize(kind, Json).Trim('"'));
            throw new FormatException(
                $"The fault script is not understood at {e.Path ?? "its start"}: {e.Message} "
                    + $"Kinds: {string.Join(", ", kinds)}.",
                e
            );
        }
    }

    /// <summary>The text of a script given inline (it begins with a brace) or as a file.</summary>
    public static string Of(string fileOrJson) =>
        fileOrJson.AsSpan().TrimStart().StartsWith("{", StringComparison.Ordinal)
            ? fileOrJson
            : File.ReadAllText(fileOrJson);
}
