namespace Pipeline.Processor.Detection.Sigma.Yaml;

/// <summary>A YAML sequence.</summary>
internal sealed class RuleList(int line, IReadOnlyList<RuleNode> items) : RuleNode(line, 1 + items.Sum(x => x.Size))
{
    public IReadOnlyList<RuleNode> Items => items;
}
