using Pipeline.Processor.Detection.Sigma.Matching;

namespace Pipeline.Processor.Detection.Sigma.Conditions;

internal sealed class AndExpression(SigmaExpression[] parts) : SigmaExpression
{
    public override bool Holds(EventFields fields)
    {
        foreach (var part in parts)
        {
            if (!part.Holds(fields))
            {
                return false;
            }
        }

        return true;
    }

    public override Possibility ForEventType(string eventType) => parts.Min(x => x.ForEventType(eventType));

    public static SigmaExpression Of(IReadOnlyList<SigmaExpression> parts) =>
        parts.Count == 1 ? parts[0] : new AndExpression([.. parts]);
}
