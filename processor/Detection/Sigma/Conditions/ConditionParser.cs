namespace Pipeline.Processor.Detection.Sigma.Conditions;

/// <summary>
/// Parses a condition: <c>or</c> binds weakest, then <c>and</c>, then <c>not</c>; <c>1 of</c> and <c>all of</c> take a
/// name, a name with stars, or <c>them</c>.
/// </summary>
internal sealed class ConditionParser
{
    /// <summary>Far beyond any condition a person writes; bounds the recursion.</summary>
    private const int MaxDepth = 64;

    private readonly IReadOnlyDictionary<string, SigmaExpression> _selections;
    private readonly List<ConditionToken> _tokens;
    private readonly int _line;
    private int _next;

    private ConditionParser(string condition, int line, IReadOnlyDictionary<string, SigmaExpression> selections)
    {
        _tokens = ConditionToken.Split(condition, line);
        _line = line;
        _selections = selections;
    }

    /// <exception cref="SigmaRefusedException">
    /// It is no condition, or names a selection that does not exist.
    /// </exception>
    public static SigmaExpression Parse(
        string condition,
        int line,
        IReadOnlyDictionary<string, SigmaExpression> selections
    )
    {
        var parser = new ConditionParser(condition, line, selections);
        if (parser._tokens.Count == 0)
        {
            throw new SigmaRefusedException(line, "The condition is empty.");
        }

        var expression = parser.Or(0);
        return parser._next == parser._tokens.Count ? expression : throw parser.Unexpected("an operator or the end");
    }

    private SigmaExpression Or(int depth)
    {
        var parts = new List<SigmaExpression> { And(depth) };
        while (Take("or"))
        {
            parts.Add(And(depth));
        }

        return OrExpression.Of(parts);
    }

    private SigmaExpression And(int depth)
    {
        var parts = new List<SigmaExpression> { Not(depth) };
        while (Take("and"))
        {
            parts.Add(Not(depth));
        }

        return AndExpression.Of(parts);
    }

    private SigmaExpression Not(int depth)
    {
        var negated = false;
        while (Take("not"))
        {
            negated = !negated;
        }

        var part = Primary(depth);
        return negated ? new NotExpression(part) : part;
    }

    private SigmaExpression Primary(int depth)
    {
        if (_next == _tokens.Count)
        {
            throw Unexpected("a selection");
        }

        if (Take("("))
        {
            if (depth == MaxDepth)
            {
                throw new SigmaRefusedException(_line, $"The condition nests deeper than {MaxDepth} parentheses.");
            }

            var inner = Or(depth + 1);
            return Take(")") ? inner : throw Unexpected("')'");
        }

        var token = _tokens[_next];
        if (_next + 1 < _tokens.Count && _tokens[_next + 1].Is("of"))
        {
            return Quantified(token);
        }

        if (token.Is("and") || token.Is("or") || token.Text == ")")
        {
            throw Unexpected("a selection");
        }

        _next++;
        return _selections.TryGetValue(token.Text, out var selection)
            ? selection
            : throw new SigmaRefusedException(
                _line,
                $"The condition names '{token.Text}' at position {token.Position}, which is no selection of the rule."
            );
    }

    private SigmaExpression Quantified(ConditionToken quantifier)
    {
        var all = quantifier.Is("all");
        if (!all && !quantifier.Is("1") && !quantifier.Is("any"))
        {
            throw new SigmaRefusedException(
                _line,
                $"'{quantifier.Text} of' at position {quantifier.Position}: only '1 of' and 'all of' exist in Sigma."
            );
        }

        _next += 2;
        if (_next == _tokens.Count || _tokens[_next].Text is "(" or ")")
        {
            throw Unexpected("a name after 'of'");
        }

        var name = _tokens[_next++];
        var parts = new List<SigmaExpression>();
        foreach (var (selection, expression) in _selections)
        {
            if (IsMeant(selection, name.Text) && (name.Is("them") || IsMatch(name.Text, selection)))
            {
                parts.Add(expression);
            }
        }

        return parts.Count == 0
                ? throw new SigmaRefusedException(
                    _line,
                    $"'{quantifier.Text} of {name.Text}' at position {quantifier.Position} matches no selection."
                )
            : all ? AndExpression.Of(parts)
            : OrExpression.Of(parts);
    }

    /// <summary>
    /// A selection that begins with an underscore is left out, unless the pattern says the underscore.
    /// </summary>
    private static bool IsMeant(string selection, string pattern) =>
        !selection.StartsWith('_') || pattern.StartsWith('_');

    private static bool IsMatch(string pattern, string selection) =>
        Matching.WildcardText.Parse(pattern).Compile(Matching.TextMatch.Whole, cased: true).Holds(default, selection);

    private bool Take(string keyword)
    {
        var found = _next < _tokens.Count && _tokens[_next].Is(keyword);
        _next += found ? 1 : 0;
        return found;
    }

    private SigmaRefusedException Unexpected(string expected) =>
        new(
            _line,
            _next < _tokens.Count
                ? $"The condition has '{_tokens[_next].Text}' at position {_tokens[_next].Position} where "
                    + $"{expected} belongs."
                : $"The condition ends where {expected} belongs."
        );
}
