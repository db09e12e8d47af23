using Pipeline.Processor.Detection.Sigma.Yaml;

namespace Pipeline.Processor.Detection.Sigma;

/// <summary>A correlation read, its references not yet resolved.</summary>
internal sealed record SigmaDraft(SigmaHeader Header, RuleMap Correlation)
{
    public IReadOnlyList<RuleScalar> Rules { get; } = Correlation.Texts("rules");
}
