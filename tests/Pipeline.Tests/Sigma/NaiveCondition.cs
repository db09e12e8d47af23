using System.Text.RegularExpressions;

#pragma warning disable MA0009 // The patterns and texts are the tests' own.

namespace Pipeline.Tests.Sigma;

/// <summary>Rewrites the text of a condition into truth values until one is left.</summary>
internal static partial class NaiveCondition
{
    public static bool Holds(string text, Dictionary<string, bool> truths)
    {
        text = Quantifier().Replace(text, x => Letter(Quantified(x, truths)));
        text = Word().Replace(text, x => truths.TryGetValue(x.Value, out var value) ? Letter(value) : x.Value);
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

    private static bool Quantified(Match match, Dictionary<string, bool> truths)
    {
        var name = match.Groups["n"].Value;
        var pattern = "^" + name.Replace("*", ".*", StringComparison.Ordinal) + "$";
        var names = truths.Where(t =>
            (t.Key[0] != '_' || name[0] == '_') && (name == "them" || Regex.IsMatch(t.Key, pattern))
        );
        return match.Groups["q"].Value == "all" ? names.All(t => t.Value) : names.Any(t => t.Value);
    }

    private static string Letter(bool truth) => truth ? "T" : "F";

    [GeneratedRegex(@"\b(?<q>1|all|any) of (?<n>[\w*]+)")]
    private static partial Regex Quantifier();

    [GeneratedRegex(@"\b\w+\b")]
    private static partial Regex Word();
}
