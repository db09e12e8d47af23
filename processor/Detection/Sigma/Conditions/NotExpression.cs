using Pipeline.Processor.Detection.Sigma.Matching;

namespace Pipeline.Processor.Detection.Sigma.Conditions;

internal sealed class NotExpression(SigmaExpression part) : SigmaExpression
{
    public override bool Holds(EventFields fields) => !part.Holds(fields);

    public override Possibility ForEventType(string eventType) =>
        (Possibility)((int)Possibility.Yes - (int)part.ForEventType(eventType));
}
