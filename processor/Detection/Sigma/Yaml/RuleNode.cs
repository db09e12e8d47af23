namespace Pipeline.Processor.Detection.Sigma.Yaml;

/// <summary>A node of a rule's YAML that knows where it stands, so that every refusal can name a line.</summary>
/// <param name="line">Line in the file, from 1.</param>
/// <param name="size">Nodes below and including this one, aliases expanded.</param>
internal abstract class RuleNode(int line, int size)
{
    public int Line => line;

    public int Size => size;
}
