using System.Text.RegularExpressions;

namespace Pipeline.Processor.Events;

/// <summary>
/// Reads the level out of <c>debugData.risk</c>, a text that comes as <c>{reasons=a, b, level=HIGH}</c>, without
/// braces, or as <c>Risk{level=LOW}</c>. Reasons may hold commas, <c>=</c> and <c>;</c>, so only the level is looked
/// for.
/// </summary>
internal static partial class RiskText
{
    public static string? Level(string? text) =>
        text is not null && LevelPattern().Match(text) is { Success: true } match
            ? match.Groups["level"].Value.ToUpperInvariant()
            : null;

    // Linear time: the text may quote what a client sent.
    [GeneratedRegex(
        @"(?:^|[\s{,;""])level""?\s*[=:]\s*""?(?<level>LOW|MEDIUM|HIGH)(?:$|[\s},;""])",
        RegexOptions.ExplicitCapture
            | RegexOptions.IgnoreCase
            | RegexOptions.NonBacktracking
            | RegexOptions.CultureInvariant
    )]
    private static partial Regex LevelPattern();
}
