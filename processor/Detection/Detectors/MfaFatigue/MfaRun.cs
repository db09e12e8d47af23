using Pipeline.Processor.Alerts;

namespace Pipeline.Processor.Detection.Detectors.MfaFatigue;

/// <summary>One step of one user's state: settle what is final, judge what there is, say what is new. Used once.</summary>
internal sealed class MfaRun(string tenant, string user, MfaFatigueState state, MfaFatigueOptions options, bool admin)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);
    private readonly List<EmittedAlert> _emitted = [.. state.Emitted];
    private readonly List<Alert> _alerts = [];
    private MfaFatigueState _state = state;
    private DateTimeOffset? _expiry;

    public MfaFatigueState State => _state with { Emitted = [.. _emitted] };

    public IReadOnlyList<Alert> Alerts => _alerts;

    /// <summary>Applies for good what no event within the lateness can come before.</summary>
    public void Settle(DateTimeOffset watermark, int maxWeight)
    {
        var weight = 0;
        foreach (var signal in _state.Pending)
        {
            weight += signal.Weight;
        }

        var count = 0;
        while (count < _state.Pending.Count && (_state.Pending[count].Time <= watermark || weight > maxWeight))
        {
            weight -= _state.Pending[count].Weight;
            count++;
        }

        if (count == 0)
        {
            return;
        }

        var timeline = new MfaTimeline(_state.Settled, options);
        for (var i = 0; i < count; i++)
        {
            timeline.Apply(_state.Pending[i]);
        }

        var last = _state.Pending[count - 1];
        timeline.Forget(last.Time);
        _state = _state with
        {
            Settled = timeline.Snapshot(),
            Frontier = last.Event,
            Pending = [.. _state.Pending.Skip(count)],
        };
        Finish(timeline, last.Event.Uuid);
    }

    /// <summary>Lets time pass for good: ends episodes, forgets, and withdraws what has no episode any more.</summary>
    public void Close(DateTimeOffset watermark, string emittedFor)
    {
        var timeline = new MfaTimeline(_state.Settled, options);
        timeline.Pass(watermark, inclusive: true);
        timeline.Forget(watermark);
        _state = _state with { Settled = timeline.Snapshot() };
        Finish(timeline, emittedFor);
    }

    /// <summary>Looks at everything known by now and emits what is new.</summary>
    public void Judge(DateTimeOffset now, string emittedFor)
    {
        var timeline = new MfaTimeline(_state.Settled, options);
        foreach (var signal in _state.Pending)
        {
            timeline.Apply(signal);
        }

        timeline.Pass(now, inclusive: true);
        _expiry = timeline.NextExpiry();
        foreach (var episode in timeline.Finished)
        {
            Say(timeline, episode, closed: false, emittedFor);
        }

        if (timeline.Episode is { } running)
        {
            Say(timeline, running, closed: false, emittedFor);
        }

        Withdraw(timeline, now, emittedFor);
    }

    /// <summary>When time alone changes something next.</summary>
    public DateTimeOffset? NextDue(DateTimeOffset clock)
    {
        DateTimeOffset? due = null;
        At(_expiry);
        if (_state.Pending.Count > 0)
        {
            At(_state.Pending[0].Time + options.Lateness);
        }

        if (_state.Settled.Episode is { } episode)
        {
            At(episode.Ends(options) + options.Lateness + Tick);
        }

        foreach (var emitted in _emitted)
        {
            At(emitted.Last + options.EpisodeGap + options.Lateness + Tick);
        }

        if (due is null && _state.Settled.Prompts.Count > 0)
        {
            // Refusals are counted for a day; whatever else is left goes then too.
            At(_state.Settled.Prompts[^1].First + TimeSpan.FromDays(1) + options.Lateness + Tick);
        }

        if (due is null)
        {
            foreach (var source in _state.Settled.Baseline)
            {
                At(source.Last + options.BaselineAge + options.Lateness + Tick);
            }
        }

        return due ?? clock + TimeSpan.FromDays(1);

        void At(DateTimeOffset? time)
        {
            if (time > clock && !(time >= due))
            {
                due = time;
            }
        }
    }

    private void Finish(MfaTimeline timeline, string emittedFor)
    {
        foreach (var episode in timeline.Finished)
        {
            if (Find(episode) < 0)
            {
                Say(timeline, episode, closed: false, emittedFor);
            }

            Say(timeline, episode, closed: true, emittedFor);
        }
    }

    private void Say(MfaTimeline timeline, Episode episode, bool closed, string emittedFor)
    {
        var counts = timeline.Counts(episode);
        var severity = SeverityPolicy.Of(episode, counts, admin);
        var i = Find(episode);
        var emitted = i >= 0 ? _emitted[i] : null;
        if (closed ? emitted is null : !RevisionPolicy.IsNews(emitted, episode, counts, severity, options))
        {
            return;
        }

        var alert = MfaAlertWriter.Write(
            tenant,
            user,
            _state.Login,
            episode,
            counts,
            severity,
            emitted,
            closed,
            emittedFor,
            options
        );
        _alerts.Add(alert);
        if (closed)
        {
            _emitted.RemoveAt(i);
        }
        else if (i >= 0)
        {
            _emitted[i] = EmittedAlert.Of(alert, episode, counts, emitted);
        }
        else
        {
            _emitted.Add(EmittedAlert.Of(alert, episode, counts, before: null));
        }
    }

    private void Withdraw(MfaTimeline timeline, DateTimeOffset now, string emittedFor)
    {
        for (var i = _emitted.Count - 1; i >= 0; i--)
        {
            var emitted = _emitted[i];
            var alive =
                now - emitted.Last <= options.EpisodeGap + options.Lateness
                || (timeline.Episode is { } running && emitted.IsOf(running, options))
                || timeline.Finished.Exists(x => emitted.IsOf(x, options));
            if (!alive)
            {
                _alerts.Add(MfaAlertWriter.Withdraw(tenant, user, _state.Login, emitted, emittedFor));
                _emitted.RemoveAt(i);
            }
        }
    }

    private int Find(Episode episode) => _emitted.FindIndex(x => x.IsOf(episode, options));
}
