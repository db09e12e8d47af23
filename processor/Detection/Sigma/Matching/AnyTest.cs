namespace Pipeline.Processor.Detection.Sigma.Matching;

/// <summary>Any of several questions that come from one value of a rule, e.g. its encodings.</summary>
internal sealed class AnyTest(FieldTest[] tests) : FieldTest
{
    public override bool Holds(FieldValues values, EventFields fields) =>
        Array.Exists(tests, x => x.Holds(values, fields));
}
