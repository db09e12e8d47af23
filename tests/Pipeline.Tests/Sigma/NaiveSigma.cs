using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

#pragma warning disable MA0009 // The patterns and texts are the tests' own.

namespace Pipeline.Tests.Sigma;

/// <summary>
/// A second evaluation of Sigma rules that shares nothing with the engine: it walks the YAML model for every event and
/// rewrites conditions into truth values until one is left. Slow, and simple enough to be believed.
/// </summary>
internal static partial class NaiveSigma
{
    public static bool Matches(string rule, string json)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(rule));
        var detection = (YamlMappingNode)stream.Documents[0].RootNode["detection"];
        var ev = JsonNode.Parse(json)!;
        var truths = detection
            .Children.Where(x => Name(x.Key) != "condition")
            .ToDictionary(x => Name(x.Key), x => Selection(x.Value, ev));
        return Condition(Name(detection["condition"]), truths);
    }

    private static string Name(YamlNode node) => ((YamlScalarNode)node).Value!;

    private static bool Condition(string text, Dictionary<string, bool> truths)
    {
        text = Quantifier()
            .Replace(
                text,
                x =>
                {
                    var pattern = "^" + x.Groups["n"].Value.Replace("*", ".*", StringComparison.Ordinal) + "$";
                    var names = truths.Where(t =>
                        x.Groups["n"].Value == "them" ? t.Key[0] != '_' : Regex.IsMatch(t.Key, pattern)
                    );
                    return (x.Groups["q"].Value == "all" ? names.All(t => t.Value) : names.Any(t => t.Value))
                        ? "T"
                        : "F";
                }
            );
        text = Word()
            .Replace(
                text,
                x =>
                    truths.TryGetValue(x.Value, out var value)
                        ? value
                            ? "T"
                            : "F"
                        : x.Value
            );
        while (text.Length > 1)
        {
            var before = text;
            text = Regex.Replace(text, @"\(\s*([TF])\s*\)", "$1");
            text = Regex.Replace(text, @"\bnot ([TF])\b", x => x.Groups[1].Value == "T" ? "F" : "T");
            if (text != before)
            {
                continue;
            }

            // An operand must not belong to an operator that binds closer: none is pending where 'not' is gone.
            text = Regex.Replace(
                text,
                @"\b([TF]) and ([TF])\b",
                x => x.Groups[1].Value == "T" && x.Groups[2].Value == "T" ? "T" : "F"
            );
            if (text != before)
            {
                continue;
            }

            text = Regex.Replace(
                text,
                @"(?<!and )\b([TF]) or ([TF])\b(?! and)",
                x => x.Groups[1].Value == "T" || x.Groups[2].Value == "T" ? "T" : "F"
            );
            if (text == before)
            {
                throw new InvalidOperationException(text);
            }
        }

        return text == "T";
    }

    private static bool Selection(YamlNode node, JsonNode ev) =>
        node switch
        {
            YamlMappingNode map => map.Children.All(x => Line(Name(x.Key), x.Value, ev)),
            YamlSequenceNode list => list.Any(x => x is YamlScalarNode word ? Word(word, ev) : Selection(x, ev)),
            _ => Word((YamlScalarNode)node, ev),
        };

    private static bool Word(YamlScalarNode word, JsonNode ev) =>
        Texts(ev).Any(x => Glob(word.Value!, x, RegexOptions.IgnoreCase, ".*", ".*"));

    private static IEnumerable<string> Texts(JsonNode? node) =>
        node switch
        {
            JsonObject map => map.SelectMany(x => Texts(x.Value)),
            JsonArray list => list.SelectMany(Texts),
            JsonValue value => [Text(value)!],
            _ => [],
        };

    private static bool Line(string key, YamlNode value, JsonNode ev)
    {
        var parts = key.Split('|');
        var found = Find(ev, parts[0].Split('.')).ToList();
        var values = value is YamlSequenceNode list ? list.Cast<YamlScalarNode>().ToList() : [(YamlScalarNode)value];
        bool One(YamlScalarNode x) => Value(parts, x, found, ev);
        return parts.Contains("all") ? values.TrueForAll(One) : values.Exists(One);
    }

    private static bool Value(string[] parts, YamlScalarNode value, List<JsonNode?> found, JsonNode ev)
    {
        var text = value.Value!;
        var plain = value.Style == ScalarStyle.Plain;
        if (parts.Contains("exists"))
        {
            return found.Count > 0 == (text == "true");
        }

        if (plain && text is "null" or "")
        {
            return plain && found.TrueForAll(x => x is JsonArray { Count: 0 }) || (plain && found.Contains(null));
        }

        var texts = found.OfType<JsonValue>().ToList();
        if (parts.Contains("re"))
        {
            var options = parts.Contains("i") ? RegexOptions.IgnoreCase : RegexOptions.None;
            return texts.Exists(x => Regex.IsMatch(Text(x)!, text, options));
        }

        if (parts.Contains("gt") || parts.Contains("lte"))
        {
            var bound = decimal.Parse(text, CultureInfo.InvariantCulture);
            return texts.Exists(x =>
                decimal.TryParse(Text(x), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                && (parts.Contains("gt") ? number > bound : number <= bound)
            );
        }

        if (parts.Contains("fieldref"))
        {
            var other = Find(ev, text.Split('.')).OfType<JsonValue>().Select(x => Text(x)!);
            return other.Any(x => texts.Exists(y => string.Equals(Text(y), x, StringComparison.OrdinalIgnoreCase)));
        }

        var (head, tail) =
            parts.Contains("contains") ? (".*", ".*")
            : parts.Contains("startswith") ? ("", ".*")
            : parts.Contains("endswith") ? (".*", "")
            : ("", "");
        var casing = parts.Contains("cased") ? RegexOptions.None : RegexOptions.IgnoreCase;
        return texts.Exists(x =>
            Glob(text, Text(x)!, casing, head, tail)
            || (
                plain
                && parts.Length == 1
                && x.GetValueKind() == JsonValueKind.Number
                && decimal.TryParse(text, CultureInfo.InvariantCulture, out var left)
                && decimal.TryParse(Text(x), CultureInfo.InvariantCulture, out var right)
                && left == right
            )
        );
    }

    private static bool Glob(string glob, string text, RegexOptions options, string head, string tail)
    {
        // Escaped signs first, so that what is left of * and ? are wildcards.
        var pattern = Regex.Replace(
            glob,
            @"\\[*?\\]|[*?]|[\s\S]",
            x =>
                x.Value switch
                {
                    "*" => ".*",
                    "?" => ".",
                    { Length: 2 } escaped => Regex.Escape(escaped[1..]),
                    var letter => Regex.Escape(letter),
                }
        );
        return Regex.IsMatch(
            text,
            $"^{head}{pattern}{tail}\\z",
            options | RegexOptions.Singleline | RegexOptions.CultureInvariant
        );
    }

    private static string? Text(JsonNode? node) =>
        node is JsonValue value
            ? value.GetValueKind() == JsonValueKind.String
                ? value.GetValue<string>()
                : value.ToJsonString()
            : null;

    /// <summary>Values under a path; an empty list stands for itself, so that presence and absence differ.</summary>
    private static IEnumerable<JsonNode?> Find(JsonNode? node, string[] path)
    {
        if (node is JsonArray list)
        {
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

    [GeneratedRegex(@"\b(?<q>1|all|any) of (?<n>[\w*]+)")]
    private static partial Regex Quantifier();

    [GeneratedRegex(@"\b\w+\b")]
    private static partial Regex Word();
}
