namespace Pipeline.Processor.Detection.Sigma.Yaml;

/// <summary>
/// A text, number, boolean or null, told apart as in YAML 1.2: only a plain scalar can be other than text.
/// </summary>
internal sealed class RuleScalar(int line, string text, bool plain) : RuleNode(line, 1)
{
    public string Text => text;

    public bool IsNull => plain && (text is "" or "~" or "null" or "Null" or "NULL");

    public decimal? Number =>
        plain && text.Length > 0 && (char.IsAsciiDigit(text[^1]) || text[^1] == '.') ? SigmaNumber.Parse(text) : null;

    public bool? Boolean =>
        text.Equals("true", StringComparison.OrdinalIgnoreCase) ? true
        : text.Equals("false", StringComparison.OrdinalIgnoreCase) ? false
        : null;

    public override string ToString() => text;
}
