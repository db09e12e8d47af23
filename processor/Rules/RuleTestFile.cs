using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Kafka;
using Pipeline.Schemas.LogEvents;

namespace Pipeline.Processor.Rules;

/// <summary>
/// Reads <c>NAME.tests.jsonl</c> beside <c>NAME.yml</c>. A line is <c>{"expect":"match" or "no match","event":{…}}</c>,
/// or <c>"events":[…]</c> for a correlation; <c>"repeat":n,"every_seconds":s</c> makes n events of the one, s seconds
/// apart.
/// </summary>
internal static class RuleTestFile
{
    public const string Ending = ".tests.jsonl";
    private const int MaxRepeat = 100_000;

    /// <exception cref="ConfigurationException">A line cannot be understood.</exception>
    public static IReadOnlyList<RuleTest> Read(string file)
    {
        var tests = new List<RuleTest>();
        var number = 0;
        foreach (var line in File.ReadLines(file))
        {
            number++;
            if (!string.IsNullOrWhiteSpace(line))
            {
                tests.Add(Parse(file, number, line));
            }
        }

        return tests;
    }

    private static RuleTest Parse(string file, int number, string line)
    {
        try
        {
            var test = JsonNode.Parse(line)!.AsObject();
            var matches = (string?)test["expect"] switch
            {
                "match" => true,
                "no match" => false,
                var other => throw new FormatException($"'expect' is {other ?? "missing"}: write match or no match"),
            };
            var events = test["events"] is JsonArray many
                ? many.Select(x => x!.AsObject())
                : Repeat(
                    test["event"]?.AsObject() ?? throw new FormatException("there is no 'event' and no 'events'"),
                    Math.Min((int?)test["repeat"] ?? 1, MaxRepeat),
                    (double?)test["every_seconds"] ?? 1
                );
            return new RuleTest(
                file,
                number,
                matches,
                [.. events.Select(x => Encoding.UTF8.GetBytes(x.ToJsonString()))]
            );
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            throw new ConfigurationException($"{file} line {number} is no test: {e.Message}.", e);
        }
    }

    private static IEnumerable<JsonObject> Repeat(JsonObject template, int count, double seconds)
    {
        if (count == 1)
        {
            return [template];
        }

        var begin = DateTimeOffset.Parse((string)template["published"]!, CultureInfo.InvariantCulture);
        return Enumerable
            .Range(0, count)
            .Select(i =>
            {
                var copy = template.DeepClone().AsObject();
                copy["uuid"] = $"{template["uuid"]}-{i}";
                copy["published"] = OktaTime.Text(begin.AddSeconds(i * seconds));
                return copy;
            });
    }
}
