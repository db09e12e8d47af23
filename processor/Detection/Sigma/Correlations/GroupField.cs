using Pipeline.Processor.Detection.Sigma.Matching;

namespace Pipeline.Processor.Detection.Sigma.Correlations;

/// <summary>A field a correlation groups by or counts, as each of its rules calls it.</summary>
/// <param name="Name">Name in the correlation: a field or an alias.</param>
/// <param name="ByRule">The field in the events of each rule, in the order of the correlation's rules.</param>
internal sealed record GroupField(string Name, IReadOnlyList<SigmaField> ByRule);
