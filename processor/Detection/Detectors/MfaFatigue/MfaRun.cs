using Pipeline.Processor.Alerts;

namespace Pipeline.Processor.Detection.Detectors.MfaFatigue;

/// <summary>
/// One step of one user's state: settle what is final, judge what there is, say what is new. Used once.
/// </summary>
internal sealed class MfaRun(string tenant, string user, MfaFatigueState state, MfaFatigueOptions options, bool admin)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);
    private readonly List<EmittedAlert> _emitted = [.. state.Emitted];
    private readonly List<Alert> _alerts = [];
    private readonly List<Alert> _signals = [];
    private readonly List<string> _anchors = [];
    private MfaFatigueState _state = state;
    private DateTimeOffset? _expiry;

    public MfaFatigueState State => _state with { Emitted = _emitted.ToArray() };

    public IReadOnlyList<Alert> Alerts => _alerts;

    /// <summary>What is only worth watching: no alert, but a campaign is made of it.</summary>
    public IReadOnlyList<Alert> Signals => _signals;

    /// <summary>Applies for good what no event within the lateness can come before.</summary>
    /// <param name="watermark">How far that is.</param>
    /// <param name="maxWeight">What may stay open at most: in a flood the oldest settle early.</param>
    /// <param name="pass">Whether time itself has come as far, not only an event.</param>
    /// <param name="emittedFor">What causes it.</param>
    public void Settle(DateTimeOffset watermark, int maxWeight, bool pass, string emittedFor)
    {
        var count = Settled(watermark, maxWeight);
        if (count == 0 && !pass)
        {
            return;
        }

        var timeline = new MfaTimeline(_state.Settled, options);
        for (var i = 0; i < count; i++)
        {
            timeline.Apply(_state.Pending[i]);
        }

        var time = count > 0 ? _state.Pending[count - 1].Time : watermark;
        if (pass)
        {
            timeline.Pass(watermark, inclusive: true);
            time = watermark;
        }

        timeline.Forget(time);
        _state = _state with
        {
            Settled = timeline.Snapshot(),
            Frontier = count > 0 ? _state.Pending[count - 1].Event : _state.Frontier,
            Pending = count == 0 ? _state.Pending : _state.Pending.Skip(count).ToArray(),
        };
        NoteAnchors(timeline);
        foreach (var episode in timeline.Finished)
        {
            if (Find(episode) < 0)
            {
                Say(timeline, episode, closed: false, emittedFor);
            }

            Say(timeline, episode, closed: true, emittedFor);
        }
    }

    /// <summary>Looks at everything known by now and emits what is new.</summary>
    /// <param name="now">Event time.</param>
    /// <param name="kind">What has just come; null for time alone.</param>
    /// <param name="emittedFor">What causes it.</param>
    public void Judge(DateTimeOffset now, MfaSignalKind? kind, string emittedFor)
    {
        if (IsQuiet(kind))
        {
            return;
        }

        var timeline = new MfaTimeline(_state.Settled, options);
        foreach (var signal in _state.Pending)
        {
            timeline.Apply(signal);
        }

        timeline.Pass(now, inclusive: true);
        NoteAnchors(timeline);
        _expiry = timeline.NextExpiry();
        foreach (var episode in timeline.Finished)
        {
            Say(timeline, episode, closed: false, emittedFor);
        }

        if (timeline.Episode is { } running)
        {
            Say(timeline, running, closed: false, emittedFor);
        }

        var watch = timeline.Watch;
        if (watch is not null && now - watch.Last <= options.EpisodeGap + options.Lateness)
        {
            Say(timeline, watch, closed: false, emittedFor);
        }

        CloseWatches(timeline, watch, now, emittedFor);
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

    private int Settled(DateTimeOffset watermark, int maxWeight)
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

        return count;
    }

    /// <summary>
    /// Whether nothing can be said whatever the details: an ordinary sign-in. Two prompts reach no threshold but
    /// those of one approval, of one given up, and of two refusals.
    /// </summary>
    private bool IsQuiet(MfaSignalKind? kind)
    {
        if (_state.Settled.Episode is not null || _emitted.Count > 0)
        {
            return false;
        }

        var (prompts, decided) = (
            _state.Settled.Prompts.Count,
            kind is MfaSignalKind.Accepted or MfaSignalKind.Timeout
        );
        var negatives = _state.Settled.Prompts.Count(x => x.IsNegative);
        foreach (var signal in _state.Pending)
        {
            prompts += signal.Kind <= MfaSignalKind.Accepted ? 1 : 0;
            negatives += signal.IsNegative ? 1 : 0;
            decided |= signal.Kind is (MfaSignalKind.Accepted or MfaSignalKind.Timeout) && kind == MfaSignalKind.Prompt;
        }

        return prompts < options.FewestPrompts
            && negatives < options.WatchNegatives
            && !decided
            && kind is not MfaSignalKind.WrongNumber;
    }

    private void Say(MfaTimeline timeline, Episode episode, bool closed, string emittedFor)
    {
        var counts = timeline.Counts(episode);
        var severity = SeverityPolicy.Of(episode, counts, admin);
        var i = Find(episode);
        var emitted = i >= 0 ? _emitted[i] : null;
        if (
            emitted is not null
            && emitted.Anchor != episode.Anchor
            && (severity >= Severity.Medium || episode.Stage == MfaStage.Watch)
        )
        {
            // A late event shows another beginning: the alert has the id it would have had in order of time.
            Channel(emitted.Stage).Add(MfaAlertWriter.Supersede(tenant, user, _state.Login, emitted, emittedFor));
            _emitted[i] = emitted.Retracted();
            Say(timeline, episode, closed: false, emittedFor);
            if (closed)
            {
                Say(timeline, episode, closed: true, emittedFor);
            }

            return;
        }

        if (closed ? emitted is null : !RevisionPolicy.IsNews(emitted, episode, counts, severity, options))
        {
            return;
        }

        if (emitted is null && _emitted.FindIndex(x => x.IsRetracted && x.Anchor == episode.Anchor) is >= 0 and var old)
        {
            (i, emitted) = (old, _emitted[old]);
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
        Channel(episode.Stage).Add(alert);
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

    /// <summary>
    /// Ends what was only worth watching, or takes it back if a late event shows that it was not even that.
    /// </summary>
    private void CloseWatches(MfaTimeline timeline, Episode? watch, DateTimeOffset now, string emittedFor)
    {
        for (var i = _emitted.Count - 1; i >= 0; i--)
        {
            var emitted = _emitted[i];
            if (
                emitted is not { Stage: MfaStage.Watch, IsRetracted: false }
                || emitted.Anchor == timeline.Episode?.Anchor
            )
            {
                continue;
            }

            if (watch?.Anchor != emitted.Anchor)
            {
                _signals.Add(MfaAlertWriter.Withdraw(tenant, user, _state.Login, emitted, emittedFor));
                _emitted[i] = emitted.Retracted();
            }
            else if (now - watch.Last > options.EpisodeGap + options.Lateness)
            {
                Say(timeline, watch, closed: true, emittedFor);
            }
            else if (watch.Last > emitted.Last)
            {
                _emitted[i] = emitted with { Last = watch.Last };
            }
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
            if (alive)
            {
                continue;
            }

            if (!emitted.IsRetracted)
            {
                Channel(emitted.Stage).Add(MfaAlertWriter.Withdraw(tenant, user, _state.Login, emitted, emittedFor));
            }

            _emitted.RemoveAt(i);
        }
    }

    private List<Alert> Channel(MfaStage stage) => stage == MfaStage.Watch ? _signals : _alerts;

    /// <summary>The episodes there are: what was said of one of them is not taken for another that is near.</summary>
    private void NoteAnchors(MfaTimeline timeline)
    {
        _anchors.Clear();
        _anchors.AddRange(timeline.Finished.Select(x => x.Anchor));
        if (timeline.Episode is { } running)
        {
            _anchors.Add(running.Anchor);
        }
    }

    private int Find(Episode episode)
    {
        var i = _emitted.FindIndex(x => !x.IsRetracted && x.Anchor == episode.Anchor);
        return i >= 0 ? i : _emitted.FindIndex(x => !_anchors.Contains(x.Anchor) && x.IsOf(episode, options));
    }
}
