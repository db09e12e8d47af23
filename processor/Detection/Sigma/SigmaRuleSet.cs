using System.Collections.Concurrent;
using Pipeline.Processor.Detection.Sigma.Conditions;
using Pipeline.Processor.Detection.Sigma.Correlations;
using Pipeline.Processor.Detection.Sigma.Matching;
using Pipeline.Schemas.LogEvents;

namespace Pipeline.Processor.Detection.Sigma;

/// <summary>
/// Compiled rules. For each event type the rules that its type alone does not rule out are found once, whatever form
/// they name it in (equality, lists, wildcards, patterns, negations), so an event meets few of a thousand rules.
/// </summary>
internal sealed class SigmaRuleSet
{
    /// <summary>Okta has about 1,300 types; beyond this the text is not Okta's and is not remembered.</summary>
    private const int MaxTypes = 8_192;

    private readonly ConcurrentDictionary<string, SigmaRule[]> _byType = new(StringComparer.Ordinal);
    private readonly SigmaRule[] _rules;
    private readonly SigmaFieldTable _fields;
    private EventFields? _spare;

    internal SigmaRuleSet(
        IReadOnlyList<SigmaRule> rules,
        IReadOnlyList<SigmaCorrelation> correlations,
        IReadOnlyList<SigmaRefusal> refusals,
        SigmaFieldTable fields
    )
    {
        _rules = [.. rules];
        _fields = fields;
        Correlations = correlations;
        Refusals = refusals;
    }

    public static SigmaRuleSet Empty { get; } = Load([]);

    public IReadOnlyList<SigmaRule> Rules => _rules;

    public IReadOnlyList<SigmaCorrelation> Correlations { get; }

    /// <summary>What was not loaded, and why, in the order of the files.</summary>
    public IReadOnlyList<SigmaRefusal> Refusals { get; }

    /// <summary>Loads rule files. Never throws on what they hold: see <see cref="Refusals"/>.</summary>
    public static SigmaRuleSet Load(IEnumerable<(string File, string Text)> files) => new SigmaLoader().Load(files);

    /// <summary>The rules an event matches, in the order of the files.</summary>
    public IReadOnlyList<SigmaRule> Match(EventView view)
    {
        var fields = Begin(view);
        var matched = Match(view, fields);
        End(fields);
        return matched;
    }

    internal IReadOnlyList<SigmaRule> Match(EventView view, EventFields fields)
    {
        List<SigmaRule>? matched = null;
        foreach (var rule in Candidates(view.EventType))
        {
            if (rule.Condition.Holds(fields))
            {
                (matched ??= []).Add(rule);
            }
        }

        return matched ?? (IReadOnlyList<SigmaRule>)[];
    }

    /// <summary>Takes the reusable view of an event's fields; a second thread gets its own.</summary>
    internal EventFields Begin(EventView view)
    {
        var fields = Interlocked.Exchange(ref _spare, null) ?? new EventFields();
        fields.Begin(view, _fields.Count);
        return fields;
    }

    internal void End(EventFields fields) => Volatile.Write(ref _spare, fields);

    /// <summary>A field that some rule or correlation names.</summary>
    internal SigmaField Field(string name) => _fields.Get(name);

    private SigmaRule[] Candidates(string eventType)
    {
        if (_byType.TryGetValue(eventType, out var known))
        {
            return known;
        }

        SigmaRule[] candidates = [.. _rules.Where(x => x.Condition.ForEventType(eventType) != Possibility.No)];
        if (_byType.Count < MaxTypes)
        {
            _byType.TryAdd(eventType, candidates);
        }

        return candidates;
    }
}
