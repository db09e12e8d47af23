using Pipeline.Processor.Detection.Sigma.Conditions;

namespace Pipeline.Processor.Detection.Sigma;

/// <summary>A compiled rule over single events.</summary>
/// <param name="Header">What it says about itself.</param>
/// <param name="Condition">Its detection, compiled.</param>
internal sealed record SigmaRule(SigmaHeader Header, SigmaExpression Condition)
{
    public string Id => Header.Id;

    /// <summary>
    /// Whether a hit is an alert of its own: unless a correlation uses the rule, or where the rule or the correlation
    /// says <c>generate</c>.
    /// </summary>
    public bool Alerts { get; init; } = true;

    /// <summary>Correlations that count its hits.</summary>
    public IReadOnlyList<Correlations.SigmaCorrelation> UsedBy { get; init; } = [];
}
