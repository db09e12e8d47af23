using Pipeline.Processor.Alerts;

namespace Pipeline.Processor.Detection.Timelines;

/// <summary>
/// From findings to alert revisions: new, changed in what an analyst cares about, withdrawn, closed. Pure; used for one
/// step of one entity.
/// </summary>
internal sealed class FindingLifecycle(
    string kind,
    string tenant,
    string entity,
    DateTimeOffset now,
    TimeSpan lateness,
    string emittedFor
)
{
    /// <summary>An episode that goes on is told again this often (design §4.3).</summary>
    private static readonly TimeSpan Reminder = TimeSpan.FromHours(1);

    private readonly FindingAlertWriter _writer = new(kind, tenant, entity, emittedFor);
    private readonly List<Alert> _alerts = [];
    private readonly List<Alert> _signals = [];
    private readonly Dictionary<string, (Finding Finding, string? Name)> _current = new(StringComparer.Ordinal);

    public IReadOnlyList<Alert> Alerts => _alerts;

    /// <summary>What is no news to an analyst, but to those whom a revision did not name.</summary>
    public IReadOnlyList<Alert> Signals => _signals;

    /// <summary>Compares what a rule finds with what was said.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="findings">All that it finds.</param>
    /// <param name="emitted">What was said, by all rules.</param>
    /// <param name="arrived">Time of the event that came; null for time alone.</param>
    /// <param name="name">What people call the entity.</param>
    public IReadOnlyList<EmittedFinding> Apply(
        DetectionInfo rule,
        IReadOnlyList<Finding> findings,
        IReadOnlyList<EmittedFinding> emitted,
        DateTimeOffset? arrived,
        string? name
    )
    {
        if (findings.Count == 0 && emitted.Count == 0)
        {
            return emitted;
        }

        var next = emitted.Where(x => !x.IsRetracted).ToList();
        var retracted = emitted.Where(x => x.IsRetracted).ToList();
        var said = new HashSet<string>(StringComparer.Ordinal);
        foreach (var finding in findings)
        {
            var i = next.FindIndex(x => x.IsOf(rule.Id, finding) && !said.Contains(x.AlertId));
            if (i < 0 && IsOver(finding, arrived))
            {
                continue;
            }

            if (i < 0)
            {
                i = next.Count;
                next.Add(Begin(rule, finding, retracted, name));
            }
            else
            {
                next[i] = GoOn(rule, finding, next[i], retracted, arrived, name);
            }

            said.Add(next[i].AlertId);
            _current[next[i].AlertId] = (finding, name);
        }

        foreach (
            var item in next.Where(x => x.RuleId == rule.Id && !said.Contains(x.AlertId) && IsRefuted(x)).ToArray()
        )
        {
            TakeBack(_writer.Withdraw(rule, item));
            next.Remove(item);
            retracted.Add(item.Retracted());
        }

        return retracted.Count == 0 ? next : [.. next, .. retracted];
    }

    /// <summary>Ends what has been silent for so long that no late event can revive it.</summary>
    public IReadOnlyList<EmittedFinding> Close(
        IReadOnlyList<ITimelineRule> rules,
        IReadOnlyList<EmittedFinding> emitted
    )
    {
        List<EmittedFinding>? next = null;
        foreach (var item in emitted)
        {
            if (now < item.Last + item.Gap + lateness || Find(rules, item.RuleId) is not { } rule)
            {
                continue;
            }

            if (!item.IsRetracted)
            {
                // Its events are kept until now, so the last revision has the final counts, whatever the order of
                // arrival was.
                _alerts.Add(
                    _current.TryGetValue(item.AlertId, out var x)
                        ? _writer.Write(rule, x.Finding, item, x.Name, closed: true)
                        : _writer.Close(rule, item)
                );
            }

            next ??= [.. emitted];
            next.Remove(item);
        }

        return next ?? emitted;
    }

    /// <summary>
    /// Whether it was told and closed before: its events are kept a while longer, and whatever comes then must not tell
    /// it anew. An event within it that comes as late as that is told of.
    /// </summary>
    private bool IsOver(Finding finding, DateTimeOffset? arrived) =>
        now >= finding.Last + finding.Gap + lateness
        && !(arrived <= finding.Last)
        && (finding.NotBefore is not { } told || now > told);

    private static DetectionInfo? Find(IReadOnlyList<ITimelineRule> rules, string id)
    {
        foreach (var rule in rules)
        {
            if (rule.Info.Id == id)
            {
                return rule.Info;
            }
        }

        return null;
    }

    /// <summary>The first revision; or one more of an alert that was taken back.</summary>
    private EmittedFinding Begin(DetectionInfo rule, Finding finding, List<EmittedFinding> retracted, string? name)
    {
        var id = _writer.IdOf(rule, finding);
        var i = retracted.FindIndex(x => x.AlertId == id);
        if (i < 0)
        {
            return Say(rule, finding, before: null, name);
        }

        var before = retracted[i] with
        {
            First = finding.First,
            Anchor = finding.AnchorId,
            Severity = finding.Severity,
            Weight = finding.Weight,
        };
        retracted.RemoveAt(i);
        return Say(rule, finding, before, name);
    }

    private EmittedFinding GoOn(
        DetectionInfo rule,
        Finding finding,
        EmittedFinding before,
        List<EmittedFinding> retracted,
        DateTimeOffset? arrived,
        string? name
    )
    {
        if (arrived <= Arrival(before) && before.BeginsAfter(finding))
        {
            // A late event shows an earlier beginning: the alert has the id it would have had in order of time.
            TakeBack(_writer.Supersede(rule, before));
            var begun = Begin(rule, finding, retracted, name);
            retracted.Add(before.Retracted());
            return begun;
        }

        var news =
            finding.Severity > before.Severity
            || finding.Weight >= before.Weight * 2
            || FindingNews.Adds(finding.News, before.News)
            || finding.Last - before.Told >= Reminder;
        return news
            ? Say(rule, finding, before, name)
            : Inform(
                rule,
                finding,
                before with
                {
                    Last = finding.Last > before.Last ? finding.Last : before.Last,
                },
                name
            );
    }

    /// <summary>
    /// Tells those who came to a finding since, or for whom a revision had no room: what each hears must not depend on
    /// when a revision was due.
    /// </summary>
    private EmittedFinding Inform(DetectionInfo rule, Finding finding, EmittedFinding said, string? name)
    {
        var missing = FindingAudience.Missing(finding.Related, said.Related);
        if (missing.Count == 0)
        {
            return said;
        }

        var alert = _writer.Write(rule, finding, said, name) with
        {
            Revision = said.Revision,
            Severity = said.Severity,
        };
        _signals.AddRange(FindingAudience.Parts(alert, missing));
        return said with { Related = [.. said.Related, .. missing] };
    }

    /// <summary>All who heard of it hear that it is taken back.</summary>
    private void TakeBack(Alert alert)
    {
        var parts = FindingAudience.Parts(alert, alert.Related);
        _alerts.Add(parts[0]);
        _signals.AddRange(parts.Skip(1));
    }

    /// <summary>An event up to here may show an earlier beginning; findings are told after what they tell of.</summary>
    private static DateTimeOffset Arrival(EmittedFinding before) => before.OfFindings ? before.Last : before.First;

    private EmittedFinding Say(DetectionInfo rule, Finding finding, EmittedFinding? before, string? name)
    {
        var alert = _writer.Write(rule, finding, before, name);
        _alerts.Add(alert);
        var said = new EmittedFinding
        {
            RuleId = rule.Id,
            Key = finding.Key,
            AlertId = alert.AlertId,
            Revision = alert.Revision,
            Severity = alert.Severity,
            First = alert.FirstSeen,
            Anchor = before is null ? finding.AnchorId : before.Anchor,
            Last = alert.LastSeen,
            Told = alert.LastSeen,
            Gap = finding.Gap,
            Weight = Math.Max(finding.Weight, before?.Weight ?? 0),
            News = FindingNews.With(finding.News, before?.News ?? ""),
            Title = alert.Title,
            Login = alert.Entity.Name,
            Related = alert.Related,
            OfFindings = FindingEvent.Is(finding.Anchor.Event),
        };
        // Whom it names it tells again, since the severity may be another; who fell out of sight keeps what was heard.
        said = Inform(rule, finding, said, name);
        return said with
        {
            Related = [.. said.Related, .. FindingAudience.Missing(before?.Related ?? [], said.Related)],
        };
    }

    /// <summary>
    /// What is not found any more although its events may still change was explained away by a late one. What is older
    /// is no longer found because its events were forgotten: that is no reason to withdraw it.
    /// </summary>
    private bool IsRefuted(EmittedFinding item) => item.Last > now - lateness;
}
