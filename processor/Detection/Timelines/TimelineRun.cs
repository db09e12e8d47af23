using Pipeline.Processor.Alerts;
using Pipeline.Processor.Events;

namespace Pipeline.Processor.Detection.Timelines;

/// <summary>One step of one entity's timeline: place what came, settle what is final, ask the rules. Used once.</summary>
internal sealed class TimelineRun
{
    /// <summary>
    /// Bytes of events kept for one entity, well below Kafka's default message limit of 1 MB that the changelog has.
    /// </summary>
    private const int MaxWeight = 256 * 1024;

    private readonly string _kind;
    private readonly string _tenant;
    private readonly string _entity;
    private readonly DateTimeOffset _now;
    private readonly DetectionOptions _options;
    private readonly List<Mark> _marks;
    private readonly List<Alert> _alerts = [];
    private readonly Dictionary<string, DateTimeOffset> _wakes;
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
        _marks = [.. timeline.Marks];
        _wakes = new Dictionary<string, DateTimeOffset>(timeline.Wakes, StringComparer.Ordinal);
    }

    public IReadOnlyList<Alert> Alerts => _alerts;

    /// <summary>What no event within the lateness can come before.</summary>
    private DateTimeOffset Watermark => _now - _options.Lateness;

    /// <summary>Puts an event in its place.</summary>
    /// <returns>Whether it is new here, and not so late that nobody would ask for it any more.</returns>
    public bool Place(Mark mark)
    {
        if (mark.Until <= Watermark)
        {
            return false;
        }

        var place = _marks.Count;
        while (place > 0 && Mark.Compare(_marks[place - 1], mark) >= 0)
        {
            place--;
            if (_marks[place].Event.Uuid == mark.Event.Uuid)
            {
                return false;
            }
        }

        _marks.Insert(place, mark);
        Identify(mark.Event);
        return true;
    }

    /// <summary>Learns from what is final, in order of time, and forgets what nobody asks for any more.</summary>
    public void Settle(IReadOnlyList<ITimelineRule> rules, Func<OktaEvent, bool> teaches)
    {
        var history = _timeline.History;
        Dictionary<string, SeenValues>? memories = null;
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

            var novelty = NoveltyOf(history, mark.Event);
            _marks[i] = mark with { Settled = novelty };
            if (teaches(mark.Event))
            {
                history = history.Learn(mark.Event);
            }

            foreach (var rule in rules)
            {
                var known = (memories ?? _timeline.Memories).GetValueOrDefault(rule.Info.Id);
                if (rule.Learn(known, new Moment(_marks[i], novelty)) is { } learnt && !ReferenceEquals(learnt, known))
                {
                    memories ??= new Dictionary<string, SeenValues>(_timeline.Memories, StringComparer.Ordinal);
                    memories[rule.Info.Id] = learnt;
                }
            }
        }

        _timeline = _timeline with { History = history, Memories = memories ?? _timeline.Memories };
        Forget();
        _marks.RemoveAll(x => x.Settled is not null && x.Until <= Watermark);
        Bound();
    }

    /// <summary>Asks rules what there is and emits what is news.</summary>
    /// <param name="rules">The rules to ask.</param>
    /// <param name="arrived">Time of the event that came; null for time alone.</param>
    /// <param name="emittedFor">What causes it.</param>
    public void Judge(IReadOnlyList<ITimelineRule> rules, DateTimeOffset? arrived, string emittedFor)
    {
        var moments = Moments();
        var lifecycle = new FindingLifecycle(_kind, _tenant, _entity, _now, _options.Lateness, emittedFor);
        var emitted = _timeline.Emitted;
        foreach (var rule in rules)
        {
            var id = rule.Info.Id;
            if (_options.Off.Contains(id))
            {
                continue;
            }

            var view = View(id, moments);
            var due = new List<Finding>();
            _wakes.Remove(id);
            foreach (var finding in rule.Evaluate(view))
            {
                Hold(finding);
                if (finding.NotBefore is { } time && time > _now)
                {
                    Wake(id, time);
                }
                else
                {
                    due.Add(finding);
                }
            }

            emitted = lifecycle.Apply(rule.Info, due, emitted, arrived, _timeline.Name);
        }

        emitted = lifecycle.Close(rules, emitted);
        _alerts.AddRange(lifecycle.Alerts);
        _timeline = _timeline with { Emitted = emitted };
    }

    /// <summary>The state after the step.</summary>
    public Timeline Result()
    {
        var timeline = _timeline with { Marks = [.. _marks], Wakes = _wakes };
        return timeline with { Due = Due(timeline) };
    }

    private void Identify(OktaEvent e)
    {
        if (_kind != EntityKind.User)
        {
            return;
        }

        var name = e.ActorId == _entity ? e.ActorAlternateId : null;
        foreach (var target in e.Targets)
        {
            name ??= target.Id == _entity ? target.AlternateId : null;
        }

        var admin =
            AdminActivity.Shows(_entity, e) && !(_timeline.AdminSince <= e.Published)
                ? e.Published
                : _timeline.AdminSince;
        _timeline = _timeline with { Name = name ?? _timeline.Name, AdminSince = admin };
    }

    /// <summary>Entities that are not heard of any more leave nothing.</summary>
    private void Forget()
    {
        if (_timeline.History.Last + SourceHistory.AgeOf(_kind) <= Watermark)
        {
            _timeline = _timeline with { History = SourceHistory.Empty };
        }

        if (_timeline.Memories.Count > 0 && _timeline.Memories.Values.Any(x => x.Ends <= Watermark))
        {
            _timeline = _timeline with
            {
                Memories = _timeline
                    .Memories.Where(x => x.Value.Ends > Watermark)
                    .ToDictionary(x => x.Key, x => x.Value, StringComparer.Ordinal),
            };
        }
    }

    private Moment[] Moments()
    {
        var moments = new Moment[_marks.Count];
        for (var i = 0; i < moments.Length; i++)
        {
            moments[i] = new Moment(_marks[i], _marks[i].Settled ?? NoveltyOf(_timeline.History, _marks[i].Event));
        }

        return WithoutRetracted(moments);
    }

    private static Moment[] WithoutRetracted(Moment[] moments)
    {
        HashSet<string>? retracted = null;
        foreach (var moment in moments)
        {
            if (FindingEvent.IsRetraction(moment.Event))
            {
                (retracted ??= new HashSet<string>(StringComparer.Ordinal)).Add(FindingEvent.AlertOf(moment.Event));
            }
        }

        return retracted is null
            ? moments
            : [.. moments.Where(x => !FindingEvent.Is(x.Event) || !retracted.Contains(FindingEvent.AlertOf(x.Event)))];
    }

    private Novelty NoveltyOf(SourceHistory history, OktaEvent e) =>
        _options.IsAllowed(e.Ip) ? Novelty.Judged : history.NoveltyOf(e);

    private TimelineView View(string ruleId, Moment[] moments) =>
        new()
        {
            Tenant = _tenant,
            Kind = _kind,
            Entity = _entity,
            Name = _timeline.Name,
            IsAdmin = _timeline.AdminSince is not null || IsListed(_options.AdminUsers),
            Now = _now,
            Moments = moments,
            Sources = _timeline.History,
            Seen = _timeline.Memories.GetValueOrDefault(ruleId) ?? SeenValues.Empty,
            Options = _options,
            Overflowed = _timeline.Overflowed,
        };

    /// <summary>What a finding rests on is kept as long as the finding lives, however short its own retention.</summary>
    private void Hold(Finding finding)
    {
        var until = finding.Last + finding.Gap + _options.Lateness;
        foreach (var (moment, _) in finding.Evidence)
        {
            if (moment.Mark.Until >= until)
            {
                continue;
            }

            var i = _marks.FindIndex(x => x.Event.Uuid == moment.Event.Uuid);
            if (i >= 0 && _marks[i].Until < until)
            {
                _marks[i] = _marks[i] with { Until = until };
            }
        }
    }

    private bool IsListed(IReadOnlySet<string> list) =>
        list.Count > 0 && (list.Contains(_entity) || (_timeline.Name is { } name && list.Contains(name)));

    private void Wake(string ruleId, DateTimeOffset time) =>
        _wakes[ruleId] = _wakes.TryGetValue(ruleId, out var known) && known < time ? known : time;

    /// <summary>In a flood the settled events that would go first anyway go early, then the oldest.</summary>
    private void Bound()
    {
        var weight = 0;
        foreach (var mark in _marks)
        {
            weight += mark.Weight;
        }

        while (weight > MaxWeight)
        {
            var victim = 0;
            for (var i = 1; i < _marks.Count; i++)
            {
                if (_marks[i].Until < _marks[victim].Until)
                {
                    victim = i;
                }
            }

            var gone = _marks[victim];
            weight -= gone.Weight;
            _marks.RemoveAt(victim);
            _timeline = _timeline with
            {
                Overflowed =
                    gone.Time > (_timeline.Overflowed ?? DateTimeOffset.MinValue) ? gone.Time : _timeline.Overflowed,
            };
        }
    }

    private DateTimeOffset? Due(Timeline timeline)
    {
        DateTimeOffset? due = null;
        foreach (var emitted in timeline.Emitted)
        {
            At(emitted.Last + emitted.Gap + _options.Lateness);
        }

        foreach (var wake in timeline.Wakes.Values)
        {
            At(wake);
        }

        foreach (var mark in timeline.Marks)
        {
            // Forgetting can wait: a timer for every event would double the writes to the changelog.
            At(UpToHour(mark.Until + _options.Lateness));
        }

        if (due is null)
        {
            Rest();
        }

        return due;

        // With nothing else to wait for: when what is left will have been forgotten.
        void Rest()
        {
            if (timeline.History.Last is { } last)
            {
                At(UpToHour(last + SourceHistory.AgeOf(_kind) + _options.Lateness));
            }

            foreach (var memory in timeline.Memories.Values)
            {
                At(UpToHour(memory.Ends + _options.Lateness));
            }
        }

        void At(DateTimeOffset time)
        {
            var next = time > _now ? time : _now + TimeSpan.FromMilliseconds(1);
            due = next < due || due is null ? next : due;
        }
    }

    private static DateTimeOffset UpToHour(DateTimeOffset time) =>
        new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerHour) + TimeSpan.TicksPerHour, TimeSpan.Zero);
}
