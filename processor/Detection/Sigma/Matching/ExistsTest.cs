namespace Pipeline.Processor.Detection.Sigma.Matching;

/// <summary>The key is there, whatever its value, or is not there.</summary>
internal sealed class ExistsTest(bool expected) : FieldTest
{
    public override bool Holds(FieldValues values, EventFields fields) => values.Exists == expected;
}
