using Pipeline.Processor.Detection.Sigma.Matching;
using Pipeline.Processor.Detection.Sigma.Yaml;

namespace Pipeline.Processor.Detection.Sigma.Correlations;

/// <summary>Finds what correlations are made of, across files, and tells rules who uses them.</summary>
internal sealed class CorrelationLinker
{
    /// <summary>Chains longer than this are mistakes; bounds the recursion.</summary>
    private const int MaxDepth = 16;

    private readonly IReadOnlyList<SigmaRule> _rules;
    private readonly IReadOnlyList<SigmaDraft> _drafts;
    private readonly List<SigmaRefusal> _refusals;
    private readonly CorrelationReader _reader;
    private readonly SigmaFieldTable _fields;
    private readonly ILookup<string, string> _names;
    private readonly Dictionary<string, SigmaDraft> _draftOf;
    private readonly Dictionary<string, SigmaCorrelation?> _done = new(StringComparer.OrdinalIgnoreCase);

    public CorrelationLinker(
        IReadOnlyList<SigmaRule> rules,
        IReadOnlyList<SigmaDraft> drafts,
        SigmaFieldTable fields,
        List<SigmaRefusal> refusals
    )
    {
        (_rules, _drafts, _refusals, _reader, _fields) = (
            rules,
            drafts,
            refusals,
            new CorrelationReader(fields),
            fields
        );
        _names = rules
            .Select(x => x.Header)
            .Concat(drafts.Select(x => x.Header))
            .SelectMany(x => new[] { x.Id, x.Name }.OfType<string>().Distinct().Select(name => (name, x.Id)))
            .ToLookup(x => x.name, x => x.Id, StringComparer.OrdinalIgnoreCase);
        _draftOf = drafts.ToDictionary(x => x.Header.Id, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The correlations that hold together; the others are refused.</summary>
    public IReadOnlyList<SigmaCorrelation> Link()
    {
        var correlations = _drafts.Select(x => Resolve(x, [])).OfType<SigmaCorrelation>().ToList();
        foreach (var correlation in correlations)
        {
            correlation.UsedBy = UsersOf(correlation.Id, correlations);
            correlation.Alerts = IsAlerting(generate: false, correlation.UsedBy);
        }

        // From the top of each chain down: a correlation also carries what those above it carry.
        foreach (var correlation in correlations.OrderByDescending(x => x.Depth))
        {
            correlation.Carried =
            [
                .. correlation
                    .UsedBy.SelectMany(x => NeedsOf(x, correlation).Concat(x.Carried))
                    .Distinct(StringComparer.Ordinal)
                    .Order(StringComparer.Ordinal),
            ];
            foreach (var field in correlation.Carried)
            {
                _fields.Get(field);
            }
        }

        return correlations;
    }

    /// <summary>The rules, each with the correlations that use it.</summary>
    public IReadOnlyList<SigmaRule> Rules()
    {
        var correlations = _done.Values.OfType<SigmaCorrelation>().ToList();
        return
        [
            .. _rules.Select(rule =>
            {
                var users = UsersOf(rule.Id, correlations);
                return rule with { UsedBy = users, Alerts = IsAlerting(rule.Header.Generate, users) };
            }),
        ];
    }

    private static List<SigmaCorrelation> UsersOf(string id, IReadOnlyList<SigmaCorrelation> correlations) =>
        [.. correlations.Where(x => x.Rules.Contains(id, StringComparer.OrdinalIgnoreCase))];

    private static bool IsAlerting(bool generate, IReadOnlyList<SigmaCorrelation> users) =>
        generate || users.Count == 0 || users.Any(x => x.Generate);

    private static IEnumerable<string> NeedsOf(SigmaCorrelation user, SigmaCorrelation part)
    {
        var position = user.PositionOf(part.Id);
        var needs = user.GroupBy.Select(x => x.ByRule[position].Name);
        return user.Value is { } value ? needs.Append(value.ByRule[position].Name) : needs;
    }

    private SigmaCorrelation? Resolve(SigmaDraft draft, HashSet<string> below)
    {
        if (_done.TryGetValue(draft.Header.Id, out var done))
        {
            return done;
        }

        SigmaCorrelation? correlation = null;
        try
        {
            correlation = Build(draft, below);
        }
        catch (SigmaRefusedException e)
        {
            _refusals.Add(new SigmaRefusal(draft.Header.File, e.Line, draft.Header.Title, e.Message));
        }

        _done[draft.Header.Id] = correlation;
        return correlation;
    }

    private SigmaCorrelation Build(SigmaDraft draft, HashSet<string> below)
    {
        if (draft.Rules.Count is 0 or > 64)
        {
            throw new SigmaRefusedException(draft.Correlation.Line, "'rules' must name 1 to 64 rules.");
        }

        below.Add(draft.Header.Id);
        var ids = new List<string>();
        var depth = 0;
        foreach (var name in draft.Rules)
        {
            var id = IdOf(name);
            if (ids.Contains(id))
            {
                throw new SigmaRefusedException(name.Line, $"'rules' names '{name.Text}' twice.");
            }

            ids.Add(id);
            if (_draftOf.TryGetValue(id, out var part))
            {
                depth = Math.Max(depth, 1 + DepthOf(name, part, below));
            }
        }

        below.Remove(draft.Header.Id);
        var correlation = _reader.Read(draft.Header, draft.Correlation, draft.Rules, ids);
        correlation.Depth = depth;
        return correlation;
    }

    private int DepthOf(RuleScalar name, SigmaDraft part, HashSet<string> below)
    {
        if (below.Contains(part.Header.Id) || below.Count > MaxDepth)
        {
            throw new SigmaRefusedException(name.Line, $"'{name.Text}' is, through its rules, made of itself.");
        }

        return Resolve(part, below)?.Depth
            ?? throw new SigmaRefusedException(
                name.Line,
                $"'{name.Text}' was refused, so this cannot be loaded either."
            );
    }

    private string IdOf(RuleScalar name)
    {
        var ids = _names[name.Text].Distinct().ToList();
        return ids.Count switch
        {
            1 => ids[0],
            0 => throw new SigmaRefusedException(name.Line, $"There is no rule '{name.Text}', or it was refused."),
            _ => throw new SigmaRefusedException(name.Line, $"Several rules are called '{name.Text}': use the id."),
        };
    }
}
