using Pipeline.Processor.Alerts;
using Pipeline.Processor.Events;

namespace Pipeline.Processor.Detection.Timelines;

/// <summary>
/// One step of one entity's timeline: place what came, settle what is final, ask the rules. Used once.
/// </summary>
internal sealed class TimelineRun
{
    private readonly string _kind;
    private readonly string _tenant;
    private readonly string _entity;
    private readonly DateTimeOffset _now;
    private readonly DetectionOptions _options;
    private readonly bool _isUser;
    private readonly MarkList _marks;
    private IReadOnlyList<Alert> _alerts = [];
    private IReadOnlyList<Alert> _signals = [];
    private Dictionary<string, DateTimeOffset>? _wakes;
    private Timeline _timeline;

    public TimelineRun(
        string kind,
        string tenant,
        string entity,
        Timeline timeline,
        DateTimeOffset now,
        DetectionOptions options
    )
    {
        (_kind, _tenant, _entity, _timeline, _now, _options) = (kind, tenant, entity, timeline, now, options);
        _isUser = kind == EntityKind.User;
        _marks = new MarkList(timeline.Marks);
    }

    public IReadOnlyList<Alert> Alerts => _alerts;

    /// <summary>What only other timelines hear of.</summary>
    public IReadOnlyList<Alert> Signals => _signals;

    /// <summary>What no event within the lateness can come before.</summary>
    private DateTimeOffset Watermark => _now - _options.Lateness;

    /// <summary>Whether the step showed that the user is an administrator, which was not known before.</summary>
    public bool FoundAdmin { get; private set; }

    /// <summary>Whether an event comes so late that nobody would ask for it any more.</summary>
    public bool IsTooLate(Mark mark) => mark.Until <= Watermark;

    /// <summary>Puts an event in its place.</summary>
    /// <returns>Whether it is news here.</returns>
    public bool Place(Mark mark)
    {
        var before = _marks.Count;
        var isNews = _marks.Place(mark);
        if (_marks.Count > before)
        {
            Identify(mark.Event);
        }

        return isNews;
    }

    /// <summary>Learns from what is final, in order of time, and forgets what nobody asks for any more.</summary>
    public void Settle(ILearningRule[] rules, Func<OktaEvent, bool> teaches)
    {
        var history = _timeline.History;
        Dictionary<string, SeenValues>? memories = null;
        SeenValues? last = null;
        for (var i = 0; i < _marks.Count; i++)
        {
            var mark = _marks[i];
            if (mark.Settled is not null)
            {
                continue;
            }

            if (mark.Time > Watermark)
            {
                break;
            }

            mark = mark with { Settled = history.NoveltyOf(mark) };
            _marks.Replace(i, mark);
            if (teaches(mark.Event))
            {
                history = history.Learn(mark.Event);
            }

            foreach (var rule in rules)
            {
                var known = (memories ?? _timeline.Memories).GetValueOrDefault(rule.Info.Id);
                if (rule.Learn(known, new Moment(mark, history)) is { } learnt && !ReferenceEquals(learnt, known))
                {
                    // Rules about one entity often learn the same: then they share it.
                    last = last?.IsSame(learnt) == true ? last : learnt;
                    memories ??= new Dictionary<string, SeenValues>(_timeline.Memories, StringComparer.Ordinal);
                    memories[rule.Info.Id] = last;
                }
            }
        }

        if (!ReferenceEquals(history, _timeline.History) || memories is not null)
        {
            _timeline = _timeline with
            {
                History = history,
                Memories = memories is null ? _timeline.Memories : SmallMap<SeenValues>.Of([.. memories]),
            };
        }

        _timeline = _timeline.Forget(_kind, Watermark);
        _marks.Forget(Watermark);
        if (_marks.Bound() is { } overflowed)
        {
            _timeline = _timeline with { Overflowed = Later(overflowed, _timeline.Overflowed) };
        }
    }

    /// <summary>Asks rules what there is and emits what is news.</summary>
    /// <param name="rules">The rules to ask.</param>
    /// <param name="arrived">Time of the event that came; null for time alone.</param>
    /// <param name="emittedFor">What causes it.</param>
    public void Judge(ITimelineRule[] rules, DateTimeOffset? arrived, string emittedFor)
    {
        var view = View();
        var lifecycle = default(FindingLifecycle);
        var emitted = _timeline.Emitted;
        foreach (var rule in rules)
        {
            var id = rule.Info.Id;
            if (_options.Off.Contains(id))
            {
                continue;
            }

            view.Seen = _timeline.Memories.GetValueOrDefault(id) ?? SeenValues.Empty;
            var due = Due(rule, view);
            if (due.Count > 0 || emitted.Count > 0)
            {
                lifecycle ??= new FindingLifecycle(_kind, _tenant, _entity, _now, _options.Lateness, emittedFor);
                emitted = lifecycle.Apply(rule.Info, due, emitted, arrived, _timeline.Name);
            }
        }

        if (lifecycle is not null || emitted.Count > 0)
        {
            lifecycle ??= new FindingLifecycle(_kind, _tenant, _entity, _now, _options.Lateness, emittedFor);
            emitted = lifecycle.Close(rules, emitted);
            (_alerts, _signals) = (lifecycle.Alerts, lifecycle.Signals);
            _timeline = _timeline with { Emitted = emitted };
        }
    }

    /// <summary>What a rule finds that may be told by now; the rest is waited for.</summary>
    private IReadOnlyList<Finding> Due(ITimelineRule rule, TimelineView view)
    {
        List<Finding>? due = null;
        if (_timeline.Wakes.Count > 0)
        {
            Wakes().Remove(rule.Info.Id);
        }

        foreach (var finding in rule.Evaluate(view))
        {
            _marks.Hold(finding, finding.Last + finding.Gap + _options.Lateness);
            if (finding.NotBefore is { } time && time > _now)
            {
                Wake(rule.Info.Id, time);
            }
            else
            {
                (due ??= []).Add(finding);
            }
        }

        return due ?? (IReadOnlyList<Finding>)[];
    }

    /// <summary>The state after the step.</summary>
    public Timeline Result()
    {
        var (marks, wakes) = (_marks.ToState(), _wakes ?? _timeline.Wakes);
        return _timeline with
        {
            Marks = marks,
            Wakes = wakes,
            Due = new TimelineDue(_kind, _now, _options.Lateness).Of(_timeline, marks, wakes),
        };
    }

    private void Identify(OktaEvent e)
    {
        if (!_isUser)
        {
            return;
        }

        var name = e.ActorId == _entity ? e.ActorAlternateId : null;
        foreach (var target in e.Targets)
        {
            name ??= target.Id == _entity ? target.AlternateId : null;
        }

        var admin = AdminActivity.Seen(_timeline.AdminSeen, _entity, e);
        name ??= _timeline.Name;
        FoundAdmin |= _timeline.AdminSeen is null && admin is not null;
        if (name != _timeline.Name || admin != _timeline.AdminSeen)
        {
            _timeline = _timeline with { Name = name, AdminSeen = admin };
        }
    }

    private Moment[] Moments()
    {
        var moments = new Moment[_marks.Count];
        for (var i = 0; i < moments.Length; i++)
        {
            moments[i] = new Moment(_marks[i], _timeline.History);
        }

        return Retractions.Heed(moments);
    }

    private TimelineView View() =>
        new()
        {
            Tenant = _tenant,
            Kind = _kind,
            Entity = _entity,
            Name = _timeline.Name,
            IsAdmin = _timeline.AdminSeen is not null || IsListed(_options.AdminUsers),
            Now = _now,
            Moments = Moments(),
            Sources = _timeline.History,
            Options = _options,
            Overflowed = _timeline.Overflowed,
        };

    private bool IsListed(IReadOnlySet<string> list) =>
        list.Count > 0 && (list.Contains(_entity) || (_timeline.Name is { } name && list.Contains(name)));

    private void Wake(string ruleId, DateTimeOffset time) =>
        Wakes()[ruleId] = Wakes().TryGetValue(ruleId, out var known) && known < time ? known : time;

    private Dictionary<string, DateTimeOffset> Wakes() =>
        _wakes ??= new Dictionary<string, DateTimeOffset>(_timeline.Wakes, StringComparer.Ordinal);

    private static DateTimeOffset Later(DateTimeOffset time, DateTimeOffset? other) =>
        other > time ? other.Value : time;
}
