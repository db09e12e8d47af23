using Pipeline.Processor.Alerts;
using Pipeline.Processor.Detection.Sigma;

namespace Pipeline.Tests.Sigma;

public sealed class LoaderTests
{
    private const string Good = """
        title: Good
        id: good
        name: good-name
        status: test
        description: d
        author: somebody
        unheard-of: {of: [1, 2]}
        level: critical
        tags: [attack.t1621, attack.T1078.004, attack.credential-access, cve.2024.1]
        falsepositives: [Onboarding days]
        custom: {rule_id: OKTA-X-001, catalogue: [3, 4]}
        logsource: {product: okta, service: okta}
        detection:
          s: {eventType: user.session.start}
          condition: s
        """;

    [Fact]
    public void A_rule_says_about_itself_what_its_file_says()
    {
        var header = Assert.Single(Samples.Load("\uFEFF" + Good.ReplaceLineEndings("\r\n")).Rules).Header;
        Assert.Equal(("Good", "good", "good-name", "test"), (header.Title, header.Id, header.Name, header.Status));
        Assert.Equal(Severity.Critical, header.Level);
        Assert.Equal(["T1621", "T1078.004"], header.Techniques);
        Assert.Equal(["Onboarding days"], header.FalsePositives);
        Assert.Equal("OKTA-X-001", header.RuleId);
        Assert.Equal(["3", "4"], header.Custom["catalogue"]);
    }

    [Theory]
    [InlineData("product: okta")]
    [InlineData("service: okta")]
    [InlineData("product: Okta, service: system_log")]
    public void Parts_of_a_log_source_may_stand_alone(string source)
    {
        var rules = Samples.Load(Good.Replace("product: okta, service: okta", source, StringComparison.Ordinal));
        Assert.Empty(rules.Refusals);
        Assert.Single(rules.Rules);
    }

    [Fact]
    public void A_broken_document_costs_only_itself()
    {
        var rules = Samples.Load(
            $"# a comment\n---\n{Good}\n---\ntitle: Broken\ndetection: [\n---\n# nothing here\n---\n"
                + $"{Good.Replace("id: good", "id: better", StringComparison.Ordinal)}\n---\ntitle: Half\n"
        );
        Assert.Equal(["good", "better"], rules.Rules.Select(x => x.Id));
        Assert.Equal(2, rules.Refusals.Count);
        Assert.Contains("not valid YAML", rules.Refusals[0].Reason, StringComparison.Ordinal);
        Assert.InRange(rules.Refusals[0].Line, 20, 22);
        Assert.Equal(("Half", 40), (rules.Refusals[1].Rule, rules.Refusals[1].Line));
    }

    [Theory]
    [InlineData("title: T\nid: a\ndetection: {s: {a: b}, condition: s}", "log source")]
    [InlineData("title: T\nlogsource: {product: windows}\ndetection: {s: {a: b}, condition: s}", "'windows'")]
    [InlineData("title: T\nlogsource: {service: sshd}\ndetection: {s: {a: b}, condition: s}", "'sshd'")]
    [InlineData("id: a\nlogsource: {product: okta}\ndetection: {s: {a: b}, condition: s}", "no title")]
    [InlineData("title: T\nlevel: huge\nlogsource: {product: okta}\ndetection: {s: {a: b}, condition: s}", "level")]
    [InlineData("title: T\nlogsource: {product: okta}\ndetection: {s: {}, condition: s}", "empty map")]
    [InlineData("title: T\nlogsource: {product: okta}\ndetection: {s: [], condition: s}", "empty")]
    [InlineData("title: T\nlogsource: {product: okta}\ndetection: {s: , condition: s}", "empty")]
    [InlineData("title: T\nlogsource: {product: okta}\ndetection: {s: [[a]], condition: s}", "list in a list")]
    [InlineData(
        "title: T\nlogsource: {product: okta}\ndetection: {s: {a: b}, timeframe: 5m, condition: s}",
        "timeframe"
    )]
    [InlineData("title: T\nlogsource: {product: okta}\ndetection: {s: {a: 1, a: 2}, condition: s}", "twice")]
    [InlineData("action: global\ntitle: T", "'action'")]
    [InlineData("- a\n- b", "must be a YAML map")]
    [InlineData("title: T\ncorrelation: x", "must be a map")]
    [InlineData("title: T\ncorrelation: {type: temporal}\ndetection: {s: {a: b}, condition: s}", "not both")]
    [InlineData("title: T\nlogsource: {product: okta}\ndetection:\n  s:\n    a: [b, c\n  condition: s\n", "not closed")]
    [InlineData(
        "title: T\nid: okta-mfa-001\nlogsource: {product: okta}\ndetection: {s: {a: b}, condition: s}",
        "a detector's"
    )]
    [InlineData(
        "title: T\ngenerate: maybe\nlogsource: {product: okta}\ndetection: {s: {a: b}, condition: s}",
        "true or false"
    )]
    [InlineData("a: *nowhere", "anchor")]
    [InlineData("? [a]\n: b", "must be a text")]
    [InlineData("\0\u0001", "")]
    [InlineData("@", "YAML")]
    public void What_is_no_rule_is_refused(string text, string reason) =>
        Assert.Contains(reason, Samples.Refusal(text).Reason, StringComparison.Ordinal);

    [Fact]
    public void Depth_and_growth_by_aliases_are_bounded()
    {
        Assert.Contains("nests deeper", Samples.Refusal(new string('[', 200_000)).Reason, StringComparison.Ordinal);
        var laughs = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
        for (var i = 1; i < 9; i++)
        {
            var alias = string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10));
            laughs += $"a{i}: &a{i} [{alias}]\n";
        }

        Assert.Contains("more than 100000 nodes", Samples.Refusal(laughs).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void An_id_belongs_to_the_first_rule_that_takes_it()
    {
        var rules = Samples.Load(Good, Good);
        Assert.Single(rules.Rules);
        var refusal = Assert.Single(rules.Refusals);
        Assert.Contains("rule0.yml:1", refusal.Reason, StringComparison.Ordinal);
        Assert.Equal("rule1.yml", refusal.File);
    }

    [Fact]
    public void Anchors_are_read()
    {
        using var view = Samples.Event();
        const string Text = "a: &x {outcome.result: FAILURE}\nb: *x\ncondition: a and b";
        Assert.True(Samples.Matches(Samples.Rule(Text), view));
    }

    [Fact]
    public void No_text_throws()
    {
        var random = new Random(7);
        const string Letters = "abc:-[]{}|>&*!%#'\"\n\n  \t?,~title: detection: condition: ";
        for (var i = 0; i < 5_000; i++)
        {
            var text = Mutated(Good, random, Letters);
            var rules = SigmaRuleSet.Load([("f", text)]);
            Assert.True(rules.Rules.Count + rules.Refusals.Count > 0, text);
        }
    }

    private static string Mutated(string text, Random random, string letters)
    {
        var result = new System.Text.StringBuilder(text);
        for (var i = random.Next(1, 6); i > 0; i--)
        {
            var at = random.Next(result.Length);
            _ = random.Next(3) switch
            {
                0 => result.Remove(at, 1),
                1 => result.Insert(at, letters[random.Next(letters.Length)]),
                _ => result.Remove(at, 1).Insert(at, letters[random.Next(letters.Length)]),
            };
        }

        return result.ToString();
    }
}
