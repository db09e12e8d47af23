using Pipeline.Processor.Detection.Sigma.Matching;
using Pipeline.Processor.Detection.Sigma.Yaml;

namespace Pipeline.Processor.Detection.Sigma.Conditions;

/// <summary>Compiles the <c>detection</c> of a rule. A map is AND, a list is OR, wherever they stand.</summary>
internal sealed class DetectionCompiler(SigmaFieldTable fields)
{
    private readonly ValueCompiler _values = new(fields);

    /// <exception cref="SigmaRefusedException">It makes no sense or cannot be supported.</exception>
    public SigmaExpression Compile(RuleMap detection)
    {
        if (detection.Find("timeframe") is { } timeframe)
        {
            throw new SigmaRefusedException(timeframe.Line, "'timeframe' is not part of Sigma 2: write a correlation.");
        }

        var selections = new Dictionary<string, SigmaExpression>(StringComparer.Ordinal);
        foreach (var (name, selection) in detection.Entries)
        {
            if (name.Text != "condition")
            {
                selections.Add(name.Text, Selection(name, selection));
            }
        }

        var conditions = detection.Find("condition") switch
        {
            RuleScalar { IsNull: false } scalar => [scalar],
            RuleList list => list.Items,
            _ => [],
        };
        if (conditions.Count == 0)
        {
            throw new SigmaRefusedException(detection.Line, "The detection has no condition.");
        }

        return OrExpression.Of([
            .. conditions.Select(x =>
                x is RuleScalar condition
                    ? ConditionParser.Parse(condition.Text, condition.Line, selections)
                    : throw new SigmaRefusedException(x.Line, "A condition must be a text.")
            ),
        ]);
    }

    private SigmaExpression Selection(RuleScalar name, RuleNode selection) =>
        selection switch
        {
            RuleMap map => Map(map),
            RuleList list => List(name, list),
            RuleScalar { IsNull: false } word => ValueCompiler.Keywords([word]),
            _ => throw new SigmaRefusedException(name.Line, $"The selection '{name.Text}' is empty."),
        };

    private SigmaExpression List(RuleScalar name, RuleList list)
    {
        var parts = new List<SigmaExpression>();
        if (list.Items.OfType<RuleScalar>().ToList() is { Count: > 0 } words)
        {
            parts.Add(ValueCompiler.Keywords(words));
        }

        foreach (var item in list.Items)
        {
            switch (item)
            {
                case RuleMap map:
                    parts.Add(Map(map));
                    break;
                case RuleList:
                    throw new SigmaRefusedException(item.Line, $"The selection '{name.Text}' has a list in a list.");
            }
        }

        return parts.Count > 0
            ? OrExpression.Of(parts)
            : throw new SigmaRefusedException(name.Line, $"The selection '{name.Text}' is empty.");
    }

    private SigmaExpression Map(RuleMap map) =>
        map.Entries.Count > 0
            ? AndExpression.Of([.. map.Entries.Select(x => _values.Compile(x.Key, x.Value))])
            : throw new SigmaRefusedException(map.Line, "A selection has an empty map, which would match anything.");
}
