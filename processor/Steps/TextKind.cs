namespace Pipeline.Processor.Steps;

/// <summary>How a text of a compact state is written: the two lowest bits before it.</summary>
internal enum TextKind
{
    /// <summary>UTF-8; the number above the bits is its length.</summary>
    Literal,

    /// <summary>The text was written before; the number above the bits is its place among those.</summary>
    Known,

    /// <summary>Sixteen bytes of a uuid in lower case.</summary>
    Uuid,
}
