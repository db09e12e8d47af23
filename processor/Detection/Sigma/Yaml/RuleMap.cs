namespace Pipeline.Processor.Detection.Sigma.Yaml;

/// <summary>A YAML mapping, in the order of the file; no key stands twice.</summary>
internal sealed class RuleMap(int line, IReadOnlyList<KeyValuePair<RuleScalar, RuleNode>> entries)
    : RuleNode(line, 1 + entries.Sum(x => 1 + x.Value.Size))
{
    public IReadOnlyList<KeyValuePair<RuleScalar, RuleNode>> Entries => entries;

    public RuleNode? Find(string key)
    {
        foreach (var (name, value) in entries)
        {
            if (name.Text == key)
            {
                return value;
            }
        }

        return null;
    }

    /// <summary>The text under a key; null where it is missing or no scalar.</summary>
    public string? Text(string key) => Find(key) is RuleScalar { IsNull: false } scalar ? scalar.Text : null;

    /// <summary>The texts under a key, be it one scalar or a list; other shapes read as nothing.</summary>
    public IReadOnlyList<RuleScalar> Texts(string key) =>
        Find(key) switch
        {
            RuleScalar { IsNull: false } scalar => [scalar],
            RuleList list => [.. list.Items.OfType<RuleScalar>().Where(x => !x.IsNull)],
            _ => [],
        };
}
