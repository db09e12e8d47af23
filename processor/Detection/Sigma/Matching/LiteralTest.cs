namespace Pipeline.Processor.Detection.Sigma.Matching;

/// <summary>A text without wildcards, compared ordinally.</summary>
internal sealed class LiteralTest(string literal, TextMatch match, bool cased) : ValueTest
{
    private readonly StringComparison _comparison = cased
        ? StringComparison.Ordinal
        : StringComparison.OrdinalIgnoreCase;

    public string Literal => literal;

    /// <summary>Whether a set of such texts is the same question.</summary>
    public bool IsPlainEquality => match == TextMatch.Whole && !cased;

    public override bool Holds(in FieldValue value, string text) =>
        match switch
        {
            TextMatch.Whole => text.Equals(literal, _comparison),
            TextMatch.Start => text.StartsWith(literal, _comparison),
            TextMatch.End => text.EndsWith(literal, _comparison),
            _ => text.Contains(literal, _comparison),
        };
}
