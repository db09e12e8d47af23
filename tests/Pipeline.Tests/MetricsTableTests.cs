using System.Text.RegularExpressions;

namespace Pipeline.Tests;

/// <summary>
/// docs/metrics.md lists every instrument there is, with its unit where the instrument has one, and no other.
/// </summary>
public sealed partial class MetricsTableTests
{
    private static readonly string[] Projects = ["producer", "processor", "kafka", "schemas", "deploy"];

    [Fact]
    public void Every_instrument_in_code_is_in_the_table_and_every_one_in_the_table_is_in_code()
    {
        var code = Source().Order(StringComparer.Ordinal).ToList();
        var table = Table().Order(StringComparer.Ordinal).ToList();
        Assert.NotEmpty(code);
        Assert.Equal(code, table);
    }

    /// <summary>Read from the text, so that a meter nobody told this test about is found too.</summary>
    private static HashSet<string> Source() =>
        Projects
            .SelectMany(x => Directory.EnumerateFiles(RepositoryFiles.PathOf(x), "*.cs", SearchOption.AllDirectories))
            .SelectMany(x => Created().Matches(File.ReadAllText(x)))
            .Select(x => x.Groups["name"].Value)
            .ToHashSet(StringComparer.Ordinal);

    private static List<string> Table() =>
        [
            .. File.ReadLines(RepositoryFiles.PathOf("docs", "metrics.md"))
                .Select(x => Row().Match(x))
                .Where(x => x.Success)
                .Select(x => x.Groups["name"].Value),
        ];

    [GeneratedRegex(
        """\.Create(Observable)?(Counter|UpDownCounter|Gauge|Histogram)(<\w+>)?\(\s*"(?<name>[^"]+)"|"""
            + """\[Instrument\("(?<name>[^"]+)""",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Created();

    [GeneratedRegex(@"^\| `(?<name>[a-z_.]+)` \|", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Row();
}
