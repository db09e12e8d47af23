using Pipeline.Processor.Alerts;
using Pipeline.Processor.Detection.Timelines;

namespace Pipeline.Processor.Detection.Detectors.Risk;

/// <summary>Of each rule the worst few findings, the first of equals; they come in order of time.</summary>
/// <param name="perRule">How many of one rule count.</param>
internal sealed class CountedFindings(int perRule)
{
    private readonly Dictionary<string, List<Moment>> _rules = new(StringComparer.Ordinal);

    public IEnumerable<Moment> All => _rules.Values.SelectMany(x => x);

    /// <returns>Whether it counts.</returns>
    public bool Add(Moment moment)
    {
        var rule = FindingEvent.RuleOf(moment.Event);
        if (!_rules.TryGetValue(rule, out var worst))
        {
            _rules[rule] = worst = [];
        }

        var place = worst.Count;
        while (place > 0 && Severity(worst[place - 1]) < Severity(moment))
        {
            place--;
        }

        if (place == perRule)
        {
            return false;
        }

        worst.Insert(place, moment);
        if (worst.Count > perRule)
        {
            worst.RemoveAt(perRule);
        }

        return true;
    }

    private static Severity Severity(Moment moment) => FindingEvent.SeverityOf(moment.Event);
}
