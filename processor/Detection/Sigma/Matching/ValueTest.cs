using System.Runtime.InteropServices;

namespace Pipeline.Processor.Detection.Sigma.Matching;

/// <summary>A question that any one value of a field can answer. Nulls and objects have no text and never do.</summary>
internal abstract class ValueTest : FieldTest
{
    public abstract bool Holds(in FieldValue value, string text);

    public sealed override bool Holds(FieldValues values, EventFields fields) => HoldsAny(values.Items);

    public bool HoldsAny(List<FieldValue> values)
    {
        foreach (ref readonly var value in CollectionsMarshal.AsSpan(values))
        {
            if (value.Text is { } text && Holds(value, text))
            {
                return true;
            }
        }

        return false;
    }
}
