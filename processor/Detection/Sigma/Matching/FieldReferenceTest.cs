namespace Pipeline.Processor.Detection.Sigma.Matching;

/// <summary>
/// Some value of the field equals, begins with, ... some value of another; nulls are equal to nothing.
/// </summary>
internal sealed class FieldReferenceTest(SigmaField other, TextMatch match, bool cased) : FieldTest
{
    public override bool Holds(FieldValues values, EventFields fields)
    {
        foreach (var value in fields[other].Items)
        {
            if (value.Text is { } text && new LiteralTest(text, match, cased).HoldsAny(values.Items))
            {
                return true;
            }
        }

        return false;
    }
}
