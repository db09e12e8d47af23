using System.Text;

namespace Pipeline.Processor.Detection.Sigma.Matching;

/// <summary>
/// A text of a rule: letters, <c>*</c> for any number of letters and <c>?</c> for one. A backslash takes the
/// meaning from
/// a following <c>*</c>, <c>?</c> or <c>\</c>, and stands for itself before anything else.
/// </summary>
internal sealed class WildcardText
{
    /// <summary>One token per letter: a wildcard is marked so that it cannot be confused with its own sign.</summary>
    private readonly List<(char Letter, bool Wildcard)> _tokens = [];

    private WildcardText() { }

    public bool HasWildcards => _tokens.Exists(x => x.Wildcard);

    public static WildcardText Parse(string text)
    {
        var result = new WildcardText();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length && (text[i + 1] is '*' or '?' or '\\'))
            {
                result._tokens.Add((text[++i], false));
            }
            else
            {
                result._tokens.Add((text[i], text[i] is '*' or '?'));
            }
        }

        return result;
    }

    public static WildcardText Literal(string text)
    {
        var result = new WildcardText();
        result._tokens.AddRange(text.Select(x => (x, false)));
        return result;
    }

    /// <summary>The letters, wildcards as their signs.</summary>
    public string Plain()
    {
        var text = new StringBuilder(_tokens.Count);
        foreach (var (letter, _) in _tokens)
        {
            text.Append(letter);
        }

        return text.ToString();
    }

    /// <summary>The question whether a text is, begins with, ends with or holds this.</summary>
    public ValueTest Compile(TextMatch match, bool cased)
    {
        var tokens = new List<(char Letter, bool Wildcard)>(_tokens.Count + 2);
        if (match is TextMatch.End or TextMatch.Anywhere)
        {
            tokens.Add(('*', true));
        }

        tokens.AddRange(_tokens);
        if (match is TextMatch.Start or TextMatch.Anywhere)
        {
            tokens.Add(('*', true));
        }

        var start = tokens.TakeWhile(IsStar).Count();
        var end = start == tokens.Count ? 0 : tokens.AsEnumerable().Reverse().TakeWhile(IsStar).Count();
        var middle = tokens[start..(tokens.Count - end)];
        if (middle.Exists(x => x.Wildcard))
        {
            return new GlobTest(tokens, cased);
        }

        var literal = string.Concat(middle.Select(x => x.Letter));
        return (start > 0, end > 0) switch
        {
            (false, false) => new LiteralTest(literal, TextMatch.Whole, cased),
            (false, true) => new LiteralTest(literal, TextMatch.Start, cased),
            (true, false) => new LiteralTest(literal, TextMatch.End, cased),
            _ => new LiteralTest(literal, TextMatch.Anywhere, cased),
        };
    }

    private static bool IsStar((char Letter, bool Wildcard) token) => token is ('*', true);
}
