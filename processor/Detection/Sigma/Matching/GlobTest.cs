namespace Pipeline.Processor.Detection.Sigma.Matching;

/// <summary>
/// A text with wildcards inside. After a star the earliest place that fits is as good as any, so one step back per star
/// is enough: time is at most text times pattern, never more.
/// </summary>
internal sealed class GlobTest : ValueTest
{
    private readonly char[] _letters;
    private readonly bool[] _wildcards;
    private readonly bool _cased;

    public GlobTest(IReadOnlyList<(char Letter, bool Wildcard)> tokens, bool cased)
    {
        _letters = [.. tokens.Select(x => cased ? x.Letter : char.ToUpperInvariant(x.Letter))];
        _wildcards = [.. tokens.Select(x => x.Wildcard)];
        _cased = cased;
    }

    public override bool Holds(in FieldValue value, string text)
    {
        var at = 0;
        var token = 0;
        var star = -1;
        var resume = 0;
        while (at < text.Length)
        {
            if (token < _letters.Length && _wildcards[token] && _letters[token] == '*')
            {
                star = token++;
                resume = at;
            }
            else if (token < _letters.Length && Fits(token, text[at]))
            {
                at += _wildcards[token] && char.IsSurrogatePair(text, at) ? 2 : 1;
                token++;
            }
            else if (star >= 0)
            {
                token = star + 1;
                at = ++resume;
            }
            else
            {
                return false;
            }
        }

        while (token < _letters.Length && _wildcards[token] && _letters[token] == '*')
        {
            token++;
        }

        return token == _letters.Length;
    }

    private bool Fits(int token, char letter) =>
        _wildcards[token] || _letters[token] == (_cased ? letter : char.ToUpperInvariant(letter));
}
