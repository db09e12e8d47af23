using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

#pragma warning disable MA0009 // The patterns and texts are the tests' own.

namespace Pipeline.Tests.Sigma;

/// <summary>Finds values in an event and compares texts, the plain way.</summary>
internal static class NaiveFields
{
    private static readonly ConcurrentDictionary<(string, RegexOptions), Regex> Patterns = new();

    public static string? Text(JsonNode? node) =>
        node is JsonValue value
            ? value.GetValueKind() == JsonValueKind.String
                ? value.GetValue<string>()
                : value.ToJsonString()
            : null;

    /// <summary>Every text, number and boolean of an event.</summary>
    public static IEnumerable<string> Texts(JsonNode? node) =>
        node switch
        {
            JsonObject map => map.SelectMany(x => Texts(x.Value)),
            JsonArray list => list.SelectMany(Texts),
            JsonValue value => [Text(value)!],
            _ => [],
        };

    /// <summary>Values under a path; an empty list stands for itself, so that presence and absence differ.</summary>
    public static IEnumerable<JsonNode?> Find(JsonNode? node, string[] path)
    {
        if (node is JsonArray list)
        {
            if (path.Length > 0 && path[0].All(char.IsAsciiDigit))
            {
                var index = int.Parse(path[0], System.Globalization.CultureInfo.InvariantCulture);
                return index < list.Count ? Find(list[index], path[1..]) : [];
            }

            return list.Count == 0 && path.Length == 0 ? [list] : list.SelectMany(x => Find(x, path));
        }

        if (path.Length == 0)
        {
            return [node];
        }

        if (node is not JsonObject map)
        {
            return [];
        }

        static string Loose(string x) => x.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();
        var keys = map.Select(x => x.Key).Where(x => x == path[0]).ToList();
        var key = keys.Count > 0 ? keys[0] : map.Select(x => x.Key).LastOrDefault(x => Loose(x) == Loose(path[0]));
        return key is null ? [] : Find(map[key], path[1..]);
    }

    /// <summary>
    /// Whether a text is as a Sigma value with wildcards says, with anything before and after as given.
    /// </summary>
    public static bool Glob(string glob, string text, RegexOptions options, string head, string tail)
    {
        // Escaped signs first, so that what is left of * and ? are wildcards.
        var pattern = Pattern(@"\\[*?\\]|[*?]|[\s\S]", RegexOptions.None)
            .Replace(
                glob,
                x =>
                    x.Value switch
                    {
                        "*" => ".*",
                        "?" => ".",
                        { Length: 2 } escaped => Regex.Escape(escaped[1..]),
                        var letter => Regex.Escape(letter),
                    }
            );
        return Pattern($"^{head}{pattern}{tail}\\z", options | RegexOptions.Singleline).IsMatch(text);
    }

    public static Regex Pattern(string pattern, RegexOptions options) =>
        Patterns.GetOrAdd((pattern, options), x => new Regex(x.Item1, x.Item2 | RegexOptions.CultureInvariant));
}
