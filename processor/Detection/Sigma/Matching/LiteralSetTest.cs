using System.Collections.Frozen;

namespace Pipeline.Processor.Detection.Sigma.Matching;

/// <summary>Any of many texts: one look-up instead of many comparisons.</summary>
internal sealed class LiteralSetTest(IEnumerable<string> literals) : ValueTest
{
    private readonly FrozenSet<string> _literals = literals.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public override bool Holds(in FieldValue value, string text) => _literals.Contains(text);
}
