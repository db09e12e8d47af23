using Pipeline.Processor.Detection.Sigma.Matching;
using Pipeline.Processor.Detection.Sigma.Yaml;

namespace Pipeline.Processor.Detection.Sigma.Correlations;

/// <summary>Reads the <c>correlation</c> part of a document whose references are already resolved.</summary>
internal sealed class CorrelationReader(SigmaFieldTable fields)
{
    /// <param name="header">What the document says about itself.</param>
    /// <param name="map">The correlation part.</param>
    /// <param name="names">What <c>rules</c> says, word for word.</param>
    /// <param name="rules">The ids these stand for.</param>
    /// <exception cref="SigmaRefusedException">It makes no sense or cannot be supported.</exception>
    public SigmaCorrelation Read(
        SigmaHeader header,
        RuleMap map,
        IReadOnlyList<RuleScalar> names,
        IReadOnlyList<string> rules
    )
    {
        CorrelationKeys.Check(map);
        var type = Type(map);
        var aliases = Aliases(map, names, rules);
        var timespan = map.Text("timespan") is { } text ? Timespan.Parse(text) : null;
        var condition = map.Find("condition");
        return new SigmaCorrelation
        {
            Header = header,
            Type = type,
            Rules = rules,
            GroupBy = [.. map.Texts("group-by").Select(x => Field(x.Text, rules.Count, aliases))],
            Value = ValueField(type, condition, map, rules.Count, aliases),
            Timespan =
                timespan
                ?? throw new SigmaRefusedException(
                    map.Find("timespan")?.Line ?? map.Line,
                    "'timespan' must be a number and one of s, m, h, d, w, M, y, such as 15m."
                ),
            Condition = Condition(type, condition, map, rules.Count),
            Percentile = Percentile(type, condition),
            Generate = header.Generate || SigmaHeaderReader.IsTrue(map, "generate"),
        };
    }

    private static CorrelationType Type(RuleMap map) =>
        map.Text("type") switch
        {
            "event_count" => CorrelationType.EventCount,
            "value_count" => CorrelationType.ValueCount,
            "value_sum" => CorrelationType.ValueSum,
            "value_avg" => CorrelationType.ValueAverage,
            "value_percentile" => CorrelationType.ValuePercentile,
            "temporal" => CorrelationType.Temporal,
            "temporal_ordered" => CorrelationType.TemporalOrdered,
            var other => throw new SigmaRefusedException(
                map.Find("type")?.Line ?? map.Line,
                $"The correlation type '{other}' is not supported: use event_count, value_count, value_sum, value_avg, "
                    + "value_percentile, temporal or temporal_ordered."
            ),
        };

    private static bool IsTemporal(CorrelationType type) =>
        type is CorrelationType.Temporal or CorrelationType.TemporalOrdered;

    private static bool HasValue(CorrelationType type) => type != CorrelationType.EventCount && !IsTemporal(type);

    private Dictionary<string, SigmaField[]> Aliases(
        RuleMap map,
        IReadOnlyList<RuleScalar> names,
        IReadOnlyList<string> rules
    )
    {
        var aliases = new Dictionary<string, SigmaField[]>(StringComparer.Ordinal);
        if (map.Find("aliases") is not RuleMap entries)
        {
            return aliases;
        }

        foreach (var (alias, value) in entries.Entries)
        {
            var byRule = value as RuleMap;
            aliases[alias.Text] =
            [
                .. names.Select(
                    (x, i) =>
                        (byRule?.Text(x.Text) ?? byRule?.Text(rules[i])) is { } field
                            ? fields.Get(field)
                            : throw new SigmaRefusedException(
                                alias.Line,
                                $"The alias '{alias.Text}' names no field for the rule '{x.Text}'."
                            )
                ),
            ];
        }

        return aliases;
    }

    private GroupField Field(string name, int rules, Dictionary<string, SigmaField[]> aliases) =>
        new(name, aliases.GetValueOrDefault(name) ?? [.. Enumerable.Repeat(fields.Get(name), rules)]);

    private GroupField? ValueField(
        CorrelationType type,
        RuleNode? condition,
        RuleMap map,
        int rules,
        Dictionary<string, SigmaField[]> aliases
    )
    {
        if (!HasValue(type))
        {
            return null;
        }

        return (condition as RuleMap)?.Text("field") is { } name
            ? Field(name, rules, aliases)
            : throw new SigmaRefusedException(
                condition?.Line ?? map.Line,
                "The condition must name one 'field' whose values count."
            );
    }

    private static decimal Percentile(CorrelationType type, RuleNode? condition)
    {
        if (type != CorrelationType.ValuePercentile)
        {
            return 0;
        }

        return (condition as RuleMap)?.Find("percentile") is RuleScalar { Number: >= 0 and <= 100 and var percentile }
            ? percentile
            : throw new SigmaRefusedException(condition!.Line, "'percentile' must be a number from 0 to 100.");
    }

    private static List<CorrelationBound> Condition(CorrelationType type, RuleNode? condition, RuleMap map, int rules)
    {
        if (condition is null && IsTemporal(type))
        {
            return [new CorrelationBound(Comparison.GreaterOrEqual, rules)];
        }

        if (condition is not RuleMap bounds)
        {
            throw new SigmaRefusedException(
                condition?.Line ?? map.Line,
                "The condition must be a map such as 'gte: 5'; expressions over rules are not supported."
            );
        }

        CorrelationKeys.Check(bounds, HasValue(type), type == CorrelationType.ValuePercentile);
        var result = new List<CorrelationBound>();
        foreach (var (key, value) in bounds.Entries)
        {
            if (key.Text is "field" or "percentile")
            {
                continue;
            }

            if (Comparisons.Named(key.Text) is not { } comparison || value is not RuleScalar { Number: { } number })
            {
                throw new SigmaRefusedException(
                    key.Line,
                    $"'{key.Text}': a condition has gt, gte, lt, lte, eq or neq and a number."
                );
            }

            result.Add(new CorrelationBound(comparison, number));
        }

        return result.Count > 0 ? result : throw new SigmaRefusedException(bounds.Line, "The condition is empty.");
    }
}
