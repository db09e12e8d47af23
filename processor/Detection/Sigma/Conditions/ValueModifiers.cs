using System.Text.RegularExpressions;
using Pipeline.Processor.Detection.Sigma.Matching;

namespace Pipeline.Processor.Detection.Sigma.Conditions;

/// <summary>The modifiers after a field's name, checked to make sense together.</summary>
internal sealed class ValueModifiers
{
    public required string Field { get; init; }
    public bool All { get; private set; }
    public bool Cased { get; private set; }
    public bool Negated { get; private set; }
    public bool Expand { get; private set; }
    public TextMatch Match { get; private set; } = TextMatch.Whole;

    /// <summary>Whether the rule says where the text must stand; keywords stand anywhere unless it does.</summary>
    public bool HasMatch { get; private set; }
    public Comparison? Comparison { get; private set; }
    public RegexOptions RegexOptions { get; private set; }

    /// <summary>re, exists, cidr, fieldref, a comparison, or null for text.</summary>
    public string? Kind { get; private set; }

    /// <summary>Encodings applied to the text, in order.</summary>
    public List<string> Transforms { get; } = [];

    /// <exception cref="SigmaRefusedException">A modifier is unknown, or two contradict each other.</exception>
    public static ValueModifiers Parse(string key, int line)
    {
        var parts = key.Split('|');
        var modifiers = new ValueModifiers { Field = parts[0].Trim() };
        foreach (var part in parts.Skip(1))
        {
            modifiers.Add(part.Trim(), key, line);
        }

        modifiers.Check(key, line);
        return modifiers;
    }

    private void Add(string modifier, string key, int line)
    {
        switch (modifier)
        {
            case "contains" or "startswith" or "endswith" when HasMatch:
                throw new SigmaRefusedException(line, $"'{key}' says twice where the text must stand.");
            case "contains":
                (Match, HasMatch) = (TextMatch.Anywhere, true);
                break;
            case "startswith":
                (Match, HasMatch) = (TextMatch.Start, true);
                break;
            case "endswith":
                (Match, HasMatch) = (TextMatch.End, true);
                break;
            case "all":
                All = true;
                break;
            case "cased":
                Cased = true;
                break;
            case "neq":
                Negated = true;
                break;
            case "expand":
                Expand = true;
                break;
            case "i" or "ignorecase" when Kind == "re":
                RegexOptions |= RegexOptions.IgnoreCase;
                break;
            case "m" or "multiline" when Kind == "re":
                RegexOptions |= RegexOptions.Multiline;
                break;
            case "s" or "dotall" when Kind == "re":
                RegexOptions |= RegexOptions.Singleline;
                break;
            case "re" or "exists" or "cidr" or "fieldref" or "gt" or "gte" or "lt" or "lte":
                Kind = Kind is null
                    ? modifier
                    : throw new SigmaRefusedException(line, $"'{key}': '{Kind}' and '{modifier}' exclude each other.");
                Comparison = Comparisons.Named(modifier);
                break;
            case "windash" or "base64" or "base64offset" or "wide" or "utf16le" or "utf16be" or "utf16":
                Transforms.Add(modifier);
                break;
            default:
                throw new SigmaRefusedException(line, $"'{key}': the modifier '{modifier}' is not supported here.");
        }
    }

    private void Check(string key, int line)
    {
        if (Kind is not null && Transforms.Count > 0)
        {
            throw new SigmaRefusedException(line, $"'{key}': '{Transforms[0]}' does not go with '{Kind}'.");
        }

        if (HasMatch && Kind is not (null or "fieldref"))
        {
            throw new SigmaRefusedException(line, $"'{key}': '{Kind}' does not go with a place in the text.");
        }

        if (Cased && Kind is not (null or "fieldref"))
        {
            throw new SigmaRefusedException(line, $"'{key}': 'cased' does not go with '{Kind}'.");
        }

        if (All && Kind == "exists")
        {
            throw new SigmaRefusedException(line, $"'{key}': 'all' does not go with 'exists'.");
        }

        if (Field.Length == 0 && (Kind is "exists" or "fieldref"))
        {
            throw new SigmaRefusedException(line, $"'{key}': '{Kind}' needs a field.");
        }
    }
}
