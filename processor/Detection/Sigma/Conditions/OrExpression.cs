using Pipeline.Processor.Detection.Sigma.Matching;

namespace Pipeline.Processor.Detection.Sigma.Conditions;

internal sealed class OrExpression(SigmaExpression[] parts) : SigmaExpression
{
    public override bool Holds(EventFields fields)
    {
        foreach (var part in parts)
        {
            if (part.Holds(fields))
            {
                return true;
            }
        }

        return false;
    }

    public override Possibility ForEventType(string eventType) => parts.Max(x => x.ForEventType(eventType));

    public static SigmaExpression Of(IReadOnlyList<SigmaExpression> parts) =>
        parts.Count == 1 ? parts[0] : new OrExpression([.. parts]);
}
