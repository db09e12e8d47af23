using System.CommandLine;
using Pipeline.Processor.Commands;

namespace Pipeline.Tests.Rules;

public sealed class RulesCommandTests : IDisposable
{
    private const string Rule = """
        title: A sign-in
        id: r1
        logsource: {product: okta}
        detection:
          selection:
            eventType: user.session.start
          condition: selection
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("rules").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Check_names_file_line_and_reason_of_what_is_refused()
    {
        Write("good.yml", Rule);
        var bad = Write("below/bad.yml", Rule.Replace("eventType:", "eventType|nosuch:", StringComparison.Ordinal));

        var (code, output, _) = await Run("check", _folder);

        Assert.Equal(1, code);
        Assert.Contains($"{bad}:6: ", output, StringComparison.Ordinal);
        Assert.Contains("'nosuch'", output, StringComparison.Ordinal);
        Assert.Contains("1 rules and 0 correlations loaded, 1 refused", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("check")]
    [InlineData("test")]
    public async Task A_directory_without_rules_is_not_well(string verb)
    {
        var (code, _, errors) = await Run(verb, _folder);
        Assert.Equal(2, code);
        Assert.Contains("no Sigma rule", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Test_holds_a_rule_that_matches_and_lets_its_near_miss_be()
    {
        Write("good.yml", Rule);
        Write("good.tests.jsonl", $"{Line("match", "user.session.start")}\n\n{Line("no match", "user.session.end")}\n");
        var (code, output, _) = await Run("test", _folder);
        Assert.Equal(0, code);
        Assert.Contains("2 tests of 1 rules, 0 problems", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("match", "user.session.end", "line 1: r1 does not alert")]
    [InlineData("no match", "user.session.start", "line 1: r1 alerts, but should not")]
    [InlineData("match", "user.session.start", "no test that matches and one that does not")]
    public async Task Test_says_what_does_not_hold(string expect, string type, string problem)
    {
        Write("good.yml", Rule);
        Write("good.tests.jsonl", Line(expect, type));
        var (code, output, _) = await Run("test", _folder);
        Assert.Equal(1, code);
        Assert.Contains(problem, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tests_of_a_rule_that_is_gone_are_told()
    {
        Write("good.yml", Rule);
        var orphan = Write("renamed.tests.jsonl", Line("match", "user.session.start"));
        var (code, output, _) = await Run("test", _folder);
        Assert.Equal(1, code);
        Assert.Contains($"{orphan}: there is no rule", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_that_is_no_test_is_named()
    {
        Write("good.yml", Rule);
        Write("good.tests.jsonl", "{\"expect\":\"perhaps\"}");
        var (code, _, errors) = await Run("test", _folder);
        Assert.Equal(2, code);
        Assert.Contains("line 1 is no test", errors, StringComparison.Ordinal);
        Assert.Contains("perhaps", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_and_coverage_tell_of_detectors_rules_and_correlations()
    {
        Write(
            "mine.yml",
            Rule.Replace("id: r1", "id: r1\ncustom: {rule_id: MINE-1, catalogue: [38]}", StringComparison.Ordinal)
        );

        var (listed, list, _) = await Run("list", "--rules", _folder);
        var (covered, coverage, _) = await Run("coverage", "--rules", _folder);

        Assert.Equal((0, 0), (listed, covered));
        Assert.All(
            ["OKTA-MFA-001", "OKTA-R-026", "OKTA-R-063", "MINE-1"],
            x => Assert.Contains(x, list, StringComparison.Ordinal)
        );
        var row = Assert.Single(coverage.Split('\n'), x => x.StartsWith(" 38 ", StringComparison.Ordinal));
        Assert.EndsWith("MINE-1", row.TrimEnd(), StringComparison.Ordinal);
    }

    private static string Line(string expect, string type) =>
        $$"""{"expect":"{{expect}}","event":{"uuid":"1","published":"2026-05-12T12:00:00Z","eventType":"{{type}}"} }""";

    private string Write(string name, string text)
    {
        var file = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        return file;
    }

    private static async Task<(int Code, string Output, string Errors)> Run(params string[] arguments)
    {
        var (output, errors) = (new StringWriter(), new StringWriter());
        var code = await RulesCommand
            .Create()
            .Parse(arguments)
            .InvokeAsync(
                new InvocationConfiguration { Output = output, Error = errors },
                TestContext.Current.CancellationToken
            );
        return (code, output.ToString(), errors.ToString());
    }
}
