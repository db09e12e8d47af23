namespace Pipeline.Processor.Detection.Sigma.Correlations;

/// <summary>What a correlation computes over its window.</summary>
internal enum CorrelationType
{
    EventCount,
    ValueCount,
    ValueSum,
    ValueAverage,
    ValuePercentile,
    Temporal,
    TemporalOrdered,
}
