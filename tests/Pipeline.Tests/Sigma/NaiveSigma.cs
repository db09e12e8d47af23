using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Pipeline.Tests.Sigma;

/// <summary>
/// A second evaluation of Sigma rules that shares nothing with the engine: it walks the YAML model for every event and
/// decides each value by itself. Slow, and simple enough to be believed.
/// </summary>
internal sealed class NaiveSigma
{
    private readonly YamlMappingNode _detection;

    /// <param name="rule">A rule; of several documents the first.</param>
    public NaiveSigma(string rule)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(rule));
        _detection = (YamlMappingNode)stream.Documents[0].RootNode["detection"];
    }

    public static bool Matches(string rule, string json) => new NaiveSigma(rule).Matches(JsonNode.Parse(json)!);

    public bool Matches(JsonNode ev)
    {
        var truths = _detection
            .Children.Where(x => Name(x.Key) != "condition")
            .ToDictionary(x => Name(x.Key), x => Selection(x.Value, ev));
        return NaiveCondition.Holds(Name(_detection["condition"]), truths);
    }

    private static string Name(YamlNode node) => ((YamlScalarNode)node).Value!;

    private static bool Selection(YamlNode node, JsonNode ev) =>
        node switch
        {
            YamlMappingNode map => map.Children.All(x => Line(Name(x.Key), x.Value, ev)),
            YamlSequenceNode list => list.Any(x => x is YamlScalarNode word ? Word(word, ev) : Selection(x, ev)),
            _ => Word((YamlScalarNode)node, ev),
        };

    private static bool Word(YamlScalarNode word, JsonNode ev) =>
        NaiveFields.Texts(ev).Any(x => NaiveFields.Glob(word.Value!, x, RegexOptions.IgnoreCase, ".*", ".*"));

    private static bool Line(string key, YamlNode value, JsonNode ev)
    {
        var parts = key.Split('|');
        var values = value is YamlSequenceNode list ? list.Cast<YamlScalarNode>().ToList() : [(YamlScalarNode)value];
        var found = NaiveFields.Find(ev, parts[0].Split('.')).ToList();
        bool One(YamlScalarNode x) => parts[0].Length == 0 ? Word(x, ev) : Value(parts, x, found, ev);
        var holds = parts.Contains("all") ? values.TrueForAll(One) : values.Exists(One);
        return holds != parts.Contains("neq");
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
            return plain && (found.Contains(null) || found.TrueForAll(x => x is JsonArray { Count: 0 }));
        }

        var texts = found.OfType<JsonValue>().Select(x => NaiveFields.Text(x)!).ToList();
        if (parts.Contains("re"))
        {
            var options =
                (parts.Contains("i") ? RegexOptions.IgnoreCase : RegexOptions.None)
                | (parts.Contains("m") ? RegexOptions.Multiline : RegexOptions.None)
                | (parts.Contains("s") ? RegexOptions.Singleline : RegexOptions.None);
            return texts.Exists(x => NaiveFields.Pattern(text, options).IsMatch(x));
        }

        if (parts.Contains("cidr"))
        {
            return texts.Exists(x => InNetwork(text, x));
        }

        if (parts.FirstOrDefault(x => x is "gt" or "gte" or "lt" or "lte") is { } comparison)
        {
            return texts.Exists(x => Compares(comparison, x, text));
        }

        var (head, tail) =
            parts.Contains("contains") ? (".*", ".*")
            : parts.Contains("startswith") ? ("", ".*")
            : parts.Contains("endswith") ? (".*", "")
            : ("", "");
        var casing = parts.Contains("cased") ? RegexOptions.None : RegexOptions.IgnoreCase;
        if (parts.Contains("fieldref"))
        {
            var other = NaiveFields.Find(ev, text.Split('.')).OfType<JsonValue>().Select(x => NaiveFields.Text(x)!);
            return other.Any(x => texts.Exists(y => Stands(parts, y, x)));
        }

        return texts.Exists(x => NaiveFields.Glob(text, x, casing, head, tail))
            || (plain && !parts.Any(x => x is "contains" or "startswith" or "endswith") && SameNumber(found, text));
    }

    private static bool Stands(string[] parts, string text, string part)
    {
        var casing = parts.Contains("cased") ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        return parts.Contains("contains") ? text.Contains(part, casing) : text.Equals(part, casing);
    }

    /// <summary>A number of the rule equals a number of the event however it is written.</summary>
    private static bool SameNumber(List<JsonNode?> found, string text) =>
        found
            .OfType<JsonValue>()
            .Any(x =>
                x.GetValueKind() == JsonValueKind.Number
                && decimal.TryParse(text, CultureInfo.InvariantCulture, out var left)
                && decimal.TryParse(
                    NaiveFields.Text(x),
                    NumberStyles.Float,
                    CultureInfo.InvariantCulture,
                    out var right
                )
                && left == right
            );

    private static bool Compares(string comparison, string text, string bound) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && number.CompareTo(decimal.Parse(bound, CultureInfo.InvariantCulture)) is var order
        && comparison switch
        {
            "gt" => order > 0,
            "gte" => order >= 0,
            "lt" => order < 0,
            _ => order <= 0,
        };

    /// <summary>The first bits of both are the same; the family must be.</summary>
    private static bool InNetwork(string network, string text)
    {
        var parts = network.Split('/');
        if (!IPAddress.TryParse(text, out var address) || (address.ToString() != text && !text.Contains(':')))
        {
            return false;
        }

        static string Bits(IPAddress x) => string.Concat(x.GetAddressBytes().Select(b => b.ToString("b8", null)));
        var (left, right) = (Bits(IPAddress.Parse(parts[0])), Bits(address));
        var length = int.Parse(parts[1], CultureInfo.InvariantCulture);
        return left.Length == right.Length && left[..length] == right[..length];
    }
}
