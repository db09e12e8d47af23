using System.Text.Json;

namespace Pipeline.Tests.Sigma;

/// <summary>Random rules over random events: the engine and the naive interpreter agree.</summary>
public sealed class TwoEvaluationsTests
{
    private static readonly string[] Fields =
    [
        "outcome.result",
        "outcome.reason",
        "eventtype",
        "event_type",
        "client.ipAddress",
        "target.displayname",
        "target.nothing",
        "securityContext.asNumber",
        "securitycontext.isproxy",
        "debugContext.debugData.risk",
        "debugContext.debugData.list",
        "debugContext.debugData.list.1",
        "target.0.displayName",
        "client.ip_address",
        "actor",
    ];

    private static readonly string[] Texts =
    [
        "FAILURE",
        "failure",
        "a",
        "A*",
        "*b?",
        "x\\*y",
        "a\\\\*",
        "",
        "64502",
        "64502.0",
        "true",
        "user.session.start",
        "*",
        "?",
        "b\\",
        "é",
        "É",
        "null",
        "Okta",
        "1e3",
    ];

    private static readonly string[] Modifiers =
    [
        "",
        "",
        "",
        "|contains",
        "|startswith",
        "|endswith",
        "|cased",
        "|contains|cased",
        "|contains|all",
        "|startswith|cased",
        "|endswith|all",
        "|all",
        "|neq",
        "|contains|neq",
        "|re",
        "|re|i",
        "|re|s|m",
        "|re|all",
        "|exists",
        "|gt",
        "|gte",
        "|lt",
        "|lte",
        "|cidr",
        "|fieldref",
        "|fieldref|contains",
        "|fieldref|cased",
    ];

    private static readonly string[] Networks =
    [
        "192.0.2.0/24",
        "192.0.2.77/25",
        "0.0.0.0/0",
        "192.0.2.1/32",
        "'::/0'",
        "'2001:db8::/32'",
        "'2001:db8:0:1::5/64'",
    ];

    private static readonly string[] Addresses =
    [
        "\"192.0.2.1\"",
        "\"192.0.2.200\"",
        "\"2001:db8::1\"",
        "\"2001:DB8:0:1::9\"",
        "\"fe80::1\"",
    ];

    [Fact]
    public void The_engine_and_a_naive_interpreter_agree()
    {
        var random = new Random(20260512);
        var matched = 0;
        const int Rounds = 4_000;
        for (var i = 0; i < Rounds; i++)
        {
            var rule = RandomRule(random);
            var json = RandomEvent(random);
            using var view = Samples.Read(json);
            var actual = Samples.Matches(rule, view);
            matched += actual ? 1 : 0;
            Assert.True(NaiveSigma.Matches(rule, json) == actual, $"engine: {actual}\n{rule}\n{json}");
        }

        // Neither answer may be so rare that agreement means nothing.
        Assert.InRange(matched, Rounds / 10, Rounds * 9 / 10);
    }

    private static string RandomRule(Random random)
    {
        string[] names = ["sel_a", "sel_b", "filter_a", "words"];
        var lines = names.Take(3).Select(x => $"{x}:\n{RandomSelection(random)}").ToList();
        lines.Add(
            random.Next(2) == 0
                ? $"words: [{Word(random)}, {Word(random)}]"
                : $"words: {{\"|all\": [{Word(random)}, {Word(random)}]}}"
        );
        lines.Add($"condition: \"{RandomCondition(random, 3)}\"");
        return Samples.Rule(string.Join('\n', lines));
    }

    private static string Word(Random random) =>
        JsonSerializer.Serialize(Pick(random, ["ailur", "zz", "a*t", "é", "1e"]));

    private static string RandomCondition(Random random, int depth) =>
        depth == 0
            ? Pick(
                random,
                ["sel_a", "sel_b", "filter_a", "words", "1 of sel_*", "all of *_a", "all of them", "1 of them"]
            )
            : random.Next(5) switch
            {
                0 => $"not {RandomCondition(random, 0)}",
                1 => $"({RandomCondition(random, depth - 1)})",
                2 => $"{RandomCondition(random, depth - 1)} and {RandomCondition(random, depth - 1)}",
                3 => $"{RandomCondition(random, depth - 1)} or {RandomCondition(random, depth - 1)}",
                _ => $"not ({RandomCondition(random, depth - 1)})",
            };

    private static string RandomSelection(Random random)
    {
        var lines = new List<string>();
        var keys = new HashSet<string>();
        for (var i = random.Next(1, 3); i > 0; i--)
        {
            var modifier = Pick(random, Modifiers);
            var key = Pick(random, Fields) + modifier;
            if (keys.Add(key))
            {
                lines.Add($"  {key}: {RandomValue(random, modifier)}");
            }
        }

        return string.Join('\n', lines);
    }

    private static string RandomValue(Random random, string modifier)
    {
        string One() =>
            modifier switch
            {
                "|exists" => Pick(random, ["true", "false"]),
                "|gt" or "|gte" or "|lt" or "|lte" => Pick(random, ["0", "64502", "1000", "-1", "0.5"]),
                "|cidr" => Pick(random, Networks),
                _ when modifier.StartsWith("|re", StringComparison.Ordinal) => Pick(
                    random,
                    ["'^F'", "'ail'", "'a?b*$'", "'[0-9]+'", "'^$'", "'^b'", "'a.b'", "'.'"]
                ),
                _ when modifier.StartsWith("|fieldref", StringComparison.Ordinal) => Pick(random, Fields),
                _ when modifier is "" or "|neq" or "|all" && random.Next(4) == 0 => Pick(
                    random,
                    ["null", "64502", "64502.0", "true"]
                ),
                _ => JsonSerializer.Serialize(Pick(random, Texts)),
            };

        if (modifier.EndsWith("|all", StringComparison.Ordinal))
        {
            return $"[{One()}, {One()}]";
        }

        return modifier != "|exists" && random.Next(3) == 0 ? $"[{One()}, {One()}, {One()}, {One()}, {One()}]" : One();
    }

    private static string RandomEvent(Random random)
    {
        string Value() =>
            random.Next(9) switch
            {
                0 => "null",
                1 => Pick(random, ["64502", "64502.0", "1e3", "0", "true", "false"]),
                2 => $"[{Text()}, null, {Text()}]",
                3 => Pick(random, ["[]", "{}", "[{}]"]),
                _ => Text(),
            };
        string Text() =>
            JsonSerializer.Serialize(
                Pick(
                    random,
                    [
                        "FAILURE",
                        "Failure",
                        "a",
                        "ab",
                        "abc",
                        "x*y",
                        "a\\b",
                        "",
                        "64502",
                        "true",
                        "b\\",
                        "é",
                        "Okta\n",
                        "a\nb",
                    ]
                )
            );
        return $$"""
            {
              "uuid": "1", "published": "2026-05-12T12:00:00Z", "eventType": "{{Pick(
                random,
                ["user.session.start", "a", "x"]
            )}}",
              "outcome": {{Pick(
                random,
                ["null", $$"""{"result": {{Value()}} }""", $$"""{"result": {{Text()}}, "reason": {{Value()}} }"""]
            )}},
              "client": {"ip_address": {{Pick(random, [Text(), .. Addresses])}} },
              "securityContext": {"asNumber": {{Pick(
                random,
                ["64502", "1", "\"64502\"", "null"]
            )}}, "is_proxy": {{Value()}} },
              "debugContext": {"debugData": {"risk": {{Value()}}, "list": {{Value()}}, "LIST": {{Value()}} } },
              "target": {{Pick(
                random,
                ["null", "[]", $$"""[{"displayName": {{Value()}} }, {"displayName": {{Text()}} }, {}]"""]
            )}}
            }
            """;
    }

    private static string Pick(Random random, string[] choices) => choices[random.Next(choices.Length)];
}
