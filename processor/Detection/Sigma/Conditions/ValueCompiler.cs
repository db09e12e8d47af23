using Pipeline.Processor.Detection.Sigma.Matching;
using Pipeline.Processor.Detection.Sigma.Yaml;

namespace Pipeline.Processor.Detection.Sigma.Conditions;

/// <summary>Compiles one line of a selection: <c>field|modifiers: values</c>.</summary>
internal sealed class ValueCompiler(SigmaFieldTable fields)
{
    /// <exception cref="SigmaRefusedException">It makes no sense or cannot be supported.</exception>
    public SigmaExpression Compile(RuleScalar key, RuleNode value)
    {
        var modifiers = ValueModifiers.Parse(key.Text, key.Line);
        var scalars = Scalars(key, value);
        if (modifiers.All && scalars.Count == 1 && value is RuleScalar && modifiers.Field.Length > 0)
        {
            throw new SigmaRefusedException(key.Line, $"'{key.Text}': 'all' needs a list of values.");
        }

        SigmaExpression expression =
            modifiers.Field.Length == 0
                ? new KeywordExpression([.. scalars.SelectMany(x => Words(x, modifiers))], modifiers.All)
                : Field(modifiers, scalars);
        return modifiers.Negated ? new NotExpression(expression) : expression;
    }

    /// <summary>A bare list of words: any of them.</summary>
    public static SigmaExpression Keywords(IEnumerable<RuleScalar> words) =>
        new KeywordExpression([.. words.SelectMany(x => Words(x, ValueModifiers.Parse("", x.Line)))], all: false);

    private FieldExpression Field(ValueModifiers modifiers, IReadOnlyList<RuleScalar> scalars)
    {
        var field = fields.Get(modifiers.Field);
        if (modifiers.All)
        {
            // Each value is one question, however many texts an encoding makes of it.
            return new FieldExpression(field, [.. scalars.Select(x => Any(Tests(x, modifiers)))], all: true);
        }

        return new FieldExpression(field, WithSets([.. scalars.SelectMany(x => Tests(x, modifiers))]), all: false);
    }

    private static FieldTest Any(IReadOnlyList<FieldTest> tests) =>
        tests.Count == 1 ? tests[0] : new AnyTest([.. tests]);

    private static FieldTest[] WithSets(List<FieldTest> tests)
    {
        var plain = tests.OfType<LiteralTest>().Where(x => x.IsPlainEquality).ToList();
        return plain.Count > 3
            ? [new LiteralSetTest(plain.Select(x => x.Literal)), .. tests.Except(plain)]
            : [.. tests];
    }

    private static IEnumerable<ValueTest> Words(RuleScalar word, ValueModifiers modifiers)
    {
        if (word.IsNull || word.Text.Length == 0)
        {
            throw new SigmaRefusedException(word.Line, "A keyword cannot be empty or null.");
        }

        if (modifiers.Kind is not null)
        {
            return [Special(word, modifiers)];
        }

        Unexpanded(word, modifiers);
        var match = modifiers.HasMatch ? modifiers.Match : TextMatch.Anywhere;
        return TextTransforms
            .Apply(word.Text, modifiers.Transforms, word.Line)
            .Select(x => x.Compile(match, modifiers.Cased));
    }

    private List<FieldTest> Tests(RuleScalar scalar, ValueModifiers modifiers)
    {
        if (scalar.IsNull)
        {
            return modifiers is { Kind: null, HasMatch: false, Transforms.Count: 0 }
                ? [new NullTest()]
                : throw new SigmaRefusedException(scalar.Line, $"'{modifiers.Field}': null takes no such modifier.");
        }

        Unexpanded(scalar, modifiers);
        switch (modifiers.Kind)
        {
            case "exists":
                return scalar.Boolean is { } expected
                    ? [new ExistsTest(expected)]
                    : throw new SigmaRefusedException(scalar.Line, "'exists' takes true or false.");
            case "fieldref":
                return [new FieldReferenceTest(fields.Get(scalar.Text), modifiers.Match, modifiers.Cased)];
            case not null:
                return [Special(scalar, modifiers)];
        }

        if (modifiers is { HasMatch: false, Transforms.Count: 0 } && scalar.Number is { } number)
        {
            return [new NumberTest(number, scalar.Text)];
        }

        return
        [
            .. TextTransforms
                .Apply(scalar.Text, modifiers.Transforms, scalar.Line)
                .Select(x => x.Compile(modifiers.Match, modifiers.Cased)),
        ];
    }

    private static ValueTest Special(RuleScalar scalar, ValueModifiers modifiers)
    {
        if (modifiers.Kind == "re")
        {
            return new RegexTest(RegexCompiler.Compile(scalar.Text, modifiers.RegexOptions, scalar.Line));
        }

        if (modifiers.Kind == "cidr")
        {
            return Network.TryParse(scalar.Text, out var network)
                ? new CidrTest(network)
                : throw new SigmaRefusedException(scalar.Line, $"'{scalar.Text}' is no network such as 192.0.2.0/24.");
        }

        return SigmaNumber.Parse(scalar.Text) is { } bound
            ? new CompareTest(modifiers.Comparison!.Value, bound)
            : throw new SigmaRefusedException(
                scalar.Line,
                $"'{modifiers.Kind}' takes a number of at most 7.9e28, not '{scalar.Text}'."
            );
    }

    /// <summary>
    /// Nothing here knows the organisation's own lists, so a rule that asks for one would never be right.
    /// </summary>
    private static void Unexpanded(RuleScalar scalar, ValueModifiers modifiers)
    {
        var first = modifiers.Expand ? scalar.Text.IndexOf('%', StringComparison.Ordinal) : -1;
        var last = first < 0 ? -1 : scalar.Text.IndexOf('%', first + 1);
        if (last > first)
        {
            throw new SigmaRefusedException(
                scalar.Line,
                $"The placeholder '{scalar.Text[first..(last + 1)]}' has no value: write the values into the rule."
            );
        }
    }

    private static List<RuleScalar> Scalars(RuleScalar key, RuleNode value)
    {
        IEnumerable<RuleNode> nodes = value is RuleList list ? list.Items : [value];
        var scalars = new List<RuleScalar>();
        foreach (var node in nodes)
        {
            scalars.Add(
                node as RuleScalar
                    ?? throw new SigmaRefusedException(
                        node.Line,
                        $"'{key.Text}' takes a value or a list of values, not a map or a list in a list."
                    )
            );
        }

        return scalars.Count > 0
            ? scalars
            : throw new SigmaRefusedException(key.Line, $"'{key.Text}' has an empty list, which nothing can match.");
    }
}
