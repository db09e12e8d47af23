using System.Text.Json;

namespace Pipeline.Processor.Detection.Sigma.Matching;

/// <summary>Equality with a number of a rule: numerically with numbers of the event, as text with texts.</summary>
internal sealed class NumberTest(decimal number, string written) : ValueTest
{
    public override bool Holds(in FieldValue value, string text) =>
        text.Equals(written, StringComparison.OrdinalIgnoreCase)
        || (value.Kind == JsonValueKind.Number && SigmaNumber.Parse(text) == number);
}
