using Pipeline.Processor.Detection.Sigma.Matching;

namespace Pipeline.Processor.Detection.Sigma.Conditions;

/// <summary>A compiled condition, or a part of one.</summary>
internal abstract class SigmaExpression
{
    public abstract bool Holds(EventFields fields);

    /// <summary>The answer as far as the event's type decides it; what depends on other fields is a maybe.</summary>
    public abstract Possibility ForEventType(string eventType);
}
