using Pipeline.Processor.Detection.Sigma.Matching;

namespace Pipeline.Processor.Detection.Sigma.Conditions;

/// <summary>Words sought in all values of an event, never in its keys.</summary>
internal sealed class KeywordExpression(ValueTest[] words, bool all) : SigmaExpression
{
    public override bool Holds(EventFields fields)
    {
        foreach (var word in words)
        {
            if (word.HoldsAny(fields.Texts) != all)
            {
                return !all;
            }
        }

        return all;
    }

    public override Possibility ForEventType(string eventType) => Possibility.Maybe;
}
