namespace Pipeline.Processor.Detection.Sigma.Matching;

/// <summary>Order comparisons, of fields and of correlation conditions.</summary>
internal enum Comparison
{
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
    Equal,
    NotEqual,
}
