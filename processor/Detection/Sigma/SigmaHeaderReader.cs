using System.Text.RegularExpressions;
using Pipeline.Processor.Alerts;
using Pipeline.Processor.Detection.Sigma.Yaml;

namespace Pipeline.Processor.Detection.Sigma;

/// <summary>Reads what rules and correlations say about themselves; attributes it does not know are let be.</summary>
internal static partial class SigmaHeaderReader
{
    /// <exception cref="SigmaRefusedException">No title, or a level that does not exist.</exception>
    public static SigmaHeader Read(string file, RuleMap document)
    {
        var title = document.Text("title")?.Trim() is { Length: > 0 } text
            ? text
            : throw new SigmaRefusedException(document.Line, "The rule has no title.");
        var name = document.Text("name");
        var tags = document.Texts("tags").Select(x => x.Text).ToList();
        return new SigmaHeader
        {
            File = file,
            Line = document.Line,
            Title = title,
            Id = document.Text("id")?.Trim() is { Length: > 0 } id ? id : name ?? Short(title),
            Name = name,
            Status = document.Text("status"),
            Description = document.Text("description"),
            Level = Level(document),
            Tags = tags,
            Techniques = [.. tags.Select(Technique).OfType<string>().Distinct(StringComparer.Ordinal)],
            FalsePositives = [.. document.Texts("falsepositives").Select(x => x.Text)],
            Custom = Custom(document),
            Generate = IsTrue(document, "generate"),
        };
    }

    /// <exception cref="SigmaRefusedException">It is there and neither true nor false.</exception>
    public static bool IsTrue(RuleMap map, string key) =>
        map.Find(key) switch
        {
            null or RuleScalar { IsNull: true } => false,
            RuleScalar { Boolean: { } value } => value,
            var other => throw new SigmaRefusedException(other.Line, $"'{key}' must be true or false."),
        };

    private static Severity Level(RuleMap document) =>
        document.Find("level") switch
        {
            null or RuleScalar { IsNull: true } => Severity.Medium,
            RuleScalar level
                when Enum.TryParse<Severity>(level.Text, ignoreCase: true, out var severity)
                    && !char.IsDigit(level.Text[0]) => severity,
            var other => throw new SigmaRefusedException(
                other.Line,
                "'level' must be informational, low, medium, high or critical."
            ),
        };

    private static Dictionary<string, IReadOnlyList<string>> Custom(RuleMap document)
    {
        var custom = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        if (document.Find("custom") is RuleMap map)
        {
            foreach (var (key, _) in map.Entries)
            {
                custom[key.Text] = [.. map.Texts(key.Text).Select(x => x.Text)];
            }
        }

        return custom;
    }

    private static string? Technique(string tag) =>
        TechniqueTag().Match(tag) is { Success: true } match ? match.Groups["id"].Value.ToUpperInvariant() : null;

    private static string Short(string title) =>
        string.Join(
            '-',
            title
                .ToLowerInvariant()
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(x => string.Concat(x.Where(char.IsLetterOrDigit)))
                .Where(x => x.Length > 0)
        );

    [GeneratedRegex(
        @"^attack\.(?<id>t[0-9]{4}(\.[0-9]{3})?)$",
        RegexOptions.ExplicitCapture
            | RegexOptions.IgnoreCase
            | RegexOptions.NonBacktracking
            | RegexOptions.CultureInvariant
    )]
    private static partial Regex TechniqueTag();
}
