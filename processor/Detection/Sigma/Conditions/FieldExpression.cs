using System.Text.Json;
using Pipeline.Processor.Detection.Sigma.Matching;

namespace Pipeline.Processor.Detection.Sigma.Conditions;

/// <summary>One line of a selection: a field and what is asked of it.</summary>
/// <param name="field">The field.</param>
/// <param name="tests">The questions.</param>
/// <param name="all">Whether every one must hold, be it of different values, or any.</param>
internal sealed class FieldExpression(SigmaField field, FieldTest[] tests, bool all) : SigmaExpression
{
    public override bool Holds(EventFields fields)
    {
        var values = fields[field];
        foreach (var test in tests)
        {
            if (test.Holds(values, fields) != all)
            {
                return !all;
            }
        }

        return all;
    }

    public override Possibility ForEventType(string eventType)
    {
        if (!field.IsEventType || tests.Any(x => x is not ValueTest))
        {
            return Possibility.Maybe;
        }

        var value = new FieldValue(JsonValueKind.String, eventType);
        return tests.Cast<ValueTest>().Any(x => x.Holds(value, eventType) != all) != all
            ? Possibility.Yes
            : Possibility.No;
    }
}
