namespace Pipeline.Processor.Detection.Sigma.Matching;

/// <summary>
/// <c>gt gte lt lte</c>. A text that is a number counts as one: Okta writes the numbers of debugData as texts.
/// </summary>
internal sealed class CompareTest(Comparison comparison, decimal bound) : ValueTest
{
    public override bool Holds(in FieldValue value, string text) =>
        SigmaNumber.Measure(text) is { } number && comparison.Holds(number, bound);
}
