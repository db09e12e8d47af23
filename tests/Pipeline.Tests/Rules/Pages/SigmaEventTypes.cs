using YamlDotNet.RepresentationModel;

namespace Pipeline.Tests.Rules.Pages;

/// <summary>The event types that a rule's text names, as it writes them.</summary>
internal static class SigmaEventTypes
{
    public static IReadOnlyList<string> Of(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return
        [
            .. stream
                .Documents.Select(x => (YamlMappingNode)x.RootNode)
                .Where(x => x.Children.ContainsKey("detection"))
                .SelectMany(x => Types(x["detection"]))
                .Distinct(StringComparer.OrdinalIgnoreCase),
        ];
    }

    private static IEnumerable<string> Types(YamlNode node) =>
        node switch
        {
            YamlMappingNode map => map.Children.SelectMany(x =>
                x.Key.ToString().StartsWith("eventType", StringComparison.OrdinalIgnoreCase)
                    ? Values(x.Value).Select(value => Pattern(x.Key.ToString(), value))
                    : Types(x.Value)
            ),
            YamlSequenceNode list => list.SelectMany(Types),
            _ => [],
        };

    private static IEnumerable<string> Values(YamlNode node) =>
        node is YamlSequenceNode list ? list.Select(x => x.ToString()) : [node.ToString()];

    private static string Pattern(string key, string value) =>
        key.Split('|').Skip(1).FirstOrDefault() switch
        {
            "startswith" => value + "*",
            "endswith" => "*" + value,
            "contains" => "*" + value + "*",
            _ => value,
        };
}
