using Pipeline.Processor.Detection.Sigma.Matching;

namespace Pipeline.Processor.Detection.Sigma.Correlations;

/// <summary>One comparison of a correlation's condition, e.g. <c>gte: 3</c>.</summary>
internal readonly record struct CorrelationBound(Comparison Comparison, decimal Value)
{
    public bool Holds(decimal measured) => Comparison.Holds(measured, Value);
}
