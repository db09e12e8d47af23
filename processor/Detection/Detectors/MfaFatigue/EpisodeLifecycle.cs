using Pipeline.Processor.Alerts;

namespace Pipeline.Processor.Detection.Detectors.MfaFatigue;

/// <summary>
/// From episodes to alert revisions: new, changed in what an analyst cares about, superseded, withdrawn, closed. Pure;
/// used for one step of one user.
/// </summary>
/// <param name="tenant">Integration.</param>
/// <param name="user">The user.</param>
/// <param name="state">What was said before.</param>
/// <param name="options">The tenant's options.</param>
/// <param name="admin">Whether the user is an administrator.</param>
/// <param name="emittedFor">What causes the step.</param>
internal sealed class EpisodeLifecycle(
    string tenant,
    string user,
    MfaFatigueState state,
    MfaFatigueOptions options,
    bool admin,
    string emittedFor
)
{
    private readonly List<EmittedAlert> _emitted = [.. state.Emitted];
    private readonly List<Alert> _alerts = [];
    private readonly List<Alert> _signals = [];
    private readonly List<string> _anchors = [];
    private MfaTimeline _timeline = null!;

    /// <summary>What was said last of each episode.</summary>
    public IReadOnlyList<EmittedAlert> Emitted => _emitted;

    public IReadOnlyList<Alert> Alerts => _alerts;

    /// <summary>What is only worth watching: no alert, but a campaign is made of it.</summary>
    public IReadOnlyList<Alert> Signals => _signals;

    /// <summary>Takes up the episodes there are: what was said of one is not taken for another that is near.</summary>
    public void Look(MfaTimeline timeline)
    {
        _timeline = timeline;
        _anchors.Clear();
        _anchors.AddRange(timeline.Finished.Select(x => x.Anchor));
        if (timeline.Episode is { } running)
        {
            _anchors.Add(running.Anchor);
        }
    }

    /// <summary>Says what is new about an episode.</summary>
    public void Say(Episode episode) => Say(episode, closed: false);

    /// <summary>Says for the last time what an episode was.</summary>
    public void Close(Episode episode)
    {
        if (Find(episode) < 0)
        {
            Say(episode, closed: false);
        }

        Say(episode, closed: true);
    }

    /// <summary>
    /// Says and ends what is only worth watching, or takes it back if a late event shows that it was not even that.
    /// </summary>
    public void Watch(Episode? watch, DateTimeOffset now)
    {
        var over = watch is not null && now - watch.Last > options.EpisodeGap + options.Lateness;
        if (watch is not null && !over)
        {
            Say(watch, closed: false);
        }

        for (var i = _emitted.Count - 1; i >= 0; i--)
        {
            var emitted = _emitted[i];
            if (
                emitted is not { Stage: MfaStage.Watch, IsRetracted: false }
                || emitted.Anchor == _timeline.Episode?.Anchor
            )
            {
                continue;
            }

            if (watch?.Anchor != emitted.Anchor)
            {
                _signals.Add(MfaAlertWriter.Withdraw(tenant, user, state.Login, emitted, emittedFor));
                _emitted[i] = emitted.Retracted();
            }
            else if (over)
            {
                Say(watch, closed: true);
            }
            else if (watch.Last > emitted.Last)
            {
                _emitted[i] = emitted with { Last = watch.Last };
            }
        }
    }

    /// <summary>Takes back what late events explained away.</summary>
    public void Withdraw(DateTimeOffset now)
    {
        for (var i = _emitted.Count - 1; i >= 0; i--)
        {
            var emitted = _emitted[i];
            var alive =
                now - emitted.Last <= options.EpisodeGap + options.Lateness
                || (_timeline.Episode is { } running && emitted.IsOf(running, options))
                || _timeline.Finished.Exists(x => emitted.IsOf(x, options));
            if (alive)
            {
                continue;
            }

            if (!emitted.IsRetracted)
            {
                Channel(emitted.Stage).Add(MfaAlertWriter.Withdraw(tenant, user, state.Login, emitted, emittedFor));
            }

            _emitted.RemoveAt(i);
        }
    }

    private void Say(Episode episode, bool closed)
    {
        var counts = _timeline.Counts(episode);
        var severity = SeverityPolicy.Of(episode, counts, admin);
        var i = Find(episode);
        var emitted = i >= 0 ? _emitted[i] : null;
        if (emitted is not null && emitted.Anchor != episode.Anchor)
        {
            // A late event shows another beginning: the alert has the id it would have had in order of time.
            Channel(emitted.Stage).Add(MfaAlertWriter.Supersede(tenant, user, state.Login, emitted, emittedFor));
            _emitted[i] = emitted.Retracted();
            Say(episode, closed: false);
            if (closed)
            {
                Say(episode, closed: true);
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
            state.Login,
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

    private List<Alert> Channel(MfaStage stage) => stage == MfaStage.Watch ? _signals : _alerts;

    private int Find(Episode episode)
    {
        var i = _emitted.FindIndex(x => !x.IsRetracted && x.Anchor == episode.Anchor);
        return i >= 0 ? i : _emitted.FindIndex(x => !_anchors.Contains(x.Anchor) && x.IsOf(episode, options));
    }
}
