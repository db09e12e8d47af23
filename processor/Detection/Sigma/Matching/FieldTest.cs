namespace Pipeline.Processor.Detection.Sigma.Matching;

/// <summary>One question a rule asks of a field.</summary>
internal abstract class FieldTest
{
    public abstract bool Holds(FieldValues values, EventFields fields);
}
