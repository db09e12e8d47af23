using Pipeline.Processor.Detection.Sigma.Yaml;

namespace Pipeline.Processor.Detection.Sigma.Correlations;

/// <summary>
/// Refuses what the correlation part of a document cannot have. A key that is misspelt would lose the grouping, or the
/// names, without a word. (Rules admit fields of their own; correlations do not.)
/// </summary>
internal static class CorrelationKeys
{
    private static readonly string[] Known =
    [
        "type",
        "rules",
        "group-by",
        "timespan",
        "condition",
        "aliases",
        "generate",
    ];

    /// <exception cref="SigmaRefusedException">There is such a key or shape.</exception>
    public static void Check(RuleMap correlation)
    {
        foreach (var (key, _) in correlation.Entries)
        {
            if (!Known.Contains(key.Text, StringComparer.Ordinal))
            {
                throw new SigmaRefusedException(
                    key.Line,
                    $"'{key.Text}' is no key of a correlation: it has {string.Join(", ", Known)}."
                );
            }
        }

        if (correlation.Find("group-by") is { } fields && !IsTexts(fields))
        {
            throw new SigmaRefusedException(fields.Line, "'group-by' must be the name of a field or a list of names.");
        }

        if (correlation.Find("aliases") is { } aliases and not RuleMap && !IsNull(aliases))
        {
            throw new SigmaRefusedException(aliases.Line, "'aliases' must be a map of names to fields of rules.");
        }
    }

    /// <summary>The keys of a condition that only some types have.</summary>
    /// <exception cref="SigmaRefusedException">The type does not have it.</exception>
    public static void Check(RuleMap condition, bool hasField, bool hasPercentile)
    {
        foreach (var (key, _) in condition.Entries)
        {
            if ((key.Text == "field" && !hasField) || (key.Text == "percentile" && !hasPercentile))
            {
                throw new SigmaRefusedException(key.Line, $"A condition of this type has no '{key.Text}'.");
            }
        }
    }

    private static bool IsTexts(RuleNode node) =>
        node switch
        {
            RuleScalar { IsNull: true } => true,
            RuleScalar scalar => scalar.Text.Trim().Length > 0,
            RuleList list => list.Items.All(x => x is RuleScalar { IsNull: false } item && item.Text.Trim().Length > 0),
            _ => false,
        };

    private static bool IsNull(RuleNode node) => node is RuleScalar { IsNull: true };
}
