namespace Pipeline.Processor.Detection.Detectors.MfaFatigue;

/// <summary>
/// What signals, applied in order of time, amount to. A working copy: made from a snapshot, changed, and either thrown
/// away (the view with what may still be overtaken by late events) or written back (what nothing can overtake).
/// </summary>
internal sealed class MfaTimeline
{
    private readonly MfaFatigueOptions _options;
    private readonly PromptRing _prompts;
    private readonly UserSources _sources;
    private readonly EpisodeTracker _episodes;
    private readonly PromptAnswers _answers;

    public MfaTimeline(MfaSnapshot snapshot, MfaFatigueOptions options)
    {
        _options = options;
        _prompts = new PromptRing(snapshot.Prompts, options);
        _sources = new UserSources(snapshot.Baseline, options);
        _episodes = new EpisodeTracker(snapshot.Episode, _prompts, options);
        _answers = new PromptAnswers(_prompts, _episodes, options);
    }

    public Episode? Episode => _episodes.Current;

    public List<Episode> Finished => _episodes.Finished;

    /// <summary>What is worth watching while no episode runs.</summary>
    public Episode? Watch => Episode is null ? WatchPolicy.Of(_prompts.Items, _options) : null;

    public EpisodeCounts Counts(Episode episode) => _episodes.Counts(episode);

    public MfaSnapshot Snapshot() =>
        new()
        {
            Prompts = _prompts.Items.ToArray(),
            Baseline = _sources.Items.ToArray(),
            Episode = _episodes.Current,
        };

    /// <summary>When the next prompt becomes an ignored one; null for never.</summary>
    public DateTimeOffset? NextExpiry()
    {
        foreach (var prompt in _prompts.Items)
        {
            if (prompt.Outcome == PromptOutcome.Open)
            {
                return prompt.First + _options.AnswerWindow;
            }
        }

        return null;
    }

    /// <summary>Lets time pass: prompts nobody answered become ignored, silence ends the episode.</summary>
    /// <param name="time">The moment reached.</param>
    /// <param name="inclusive">Whether answers given at this very moment are already in.</param>
    public void Pass(DateTimeOffset time, bool inclusive)
    {
        for (var i = 0; i < _prompts.Count; i++)
        {
            var due = _prompts[i].First + _options.AnswerWindow;
            if (_prompts[i].Outcome == PromptOutcome.Open && (due < time || (inclusive && due == time)))
            {
                _episodes.End(due);
                _prompts[i] = _prompts[i] with { Outcome = PromptOutcome.Ignored, Decided = due };
                _episodes.Evaluate(due);
            }
        }

        _episodes.End(time);
    }

    public void Forget(DateTimeOffset time)
    {
        _prompts.Forget(time, _episodes.Current?.Start);
        _sources.Forget(time);
    }

    public void Apply(MfaSignal signal)
    {
        Pass(signal.Time, inclusive: false);
        switch (signal.Kind)
        {
            case MfaSignalKind.Prompt:
                Prompt(signal);
                break;
            case MfaSignalKind.Denied or MfaSignalKind.WrongNumber:
                Refuse(signal);
                break;
            case MfaSignalKind.Timeout:
                TimeOut(signal);
                break;
            case MfaSignalKind.Accepted:
                Accept(signal);
                break;
            case MfaSignalKind.OtherFactor or MfaSignalKind.Completed:
                Complete(signal);
                break;
            case MfaSignalKind.SignIn:
                Learn(signal.Source, signal.Time);
                break;
            case MfaSignalKind.AppAccess:
                Open(signal);
                break;
            default:
                Follow(signal);
                break;
        }
    }

    private void Prompt(MfaSignal signal)
    {
        var i = PromptMatcher.FanOut(_prompts.Items, signal, _options);
        if (i >= 0)
        {
            _prompts[i] = _prompts[i] with { FanOut = _prompts[i].FanOut + 1 };
            _episodes.Witness(i, signal);
            return;
        }

        i = _prompts.Add(
            new LogicalPrompt
            {
                First = signal.Time,
                FlowId = signal.FlowId,
                SessionId = signal.SessionId,
                Source = signal.Source,
                Standing = Standing(signal),
                NewDevice = IsNewDevice(signal),
                FanOut = 1,
                Excused = signal.IsEnrolment,
                IsEnrolment = signal.IsEnrolment,
            },
            _episodes.Carry
        );
        _episodes.Contribute(i, signal);
    }

    private void Refuse(MfaSignal signal)
    {
        if (!IsSecond(signal))
        {
            var outcome = signal.Kind == MfaSignalKind.Denied ? PromptOutcome.Denied : PromptOutcome.WrongNumber;
            _episodes.Contribute(_answers.Decide(signal, outcome), signal);
        }
    }

    private void TimeOut(MfaSignal signal)
    {
        // Where no prompt waits but one of the flow is known, another device of an answered prompt gave up.
        if (
            PromptMatcher.Waiting(_prompts.Items, signal, _options) >= 0
            || PromptMatcher.Joined(_prompts.Items, signal, _options) < 0
        )
        {
            _episodes.Contribute(_answers.Decide(signal, PromptOutcome.Timeout), signal);
        }
    }

    private void Accept(MfaSignal signal)
    {
        if (IsSecond(signal))
        {
            return;
        }

        var i = _answers.Decide(signal, PromptOutcome.Accepted);
        if (_prompts[i].IsEnrolment)
        {
            _episodes.Witness(i, signal);
            return;
        }

        var before = Before(signal.Time);
        var stage = EpisodePolicy.Approval(_prompts[i], before, _options);
        if (stage > MfaStage.Idle)
        {
            _episodes.Approve(stage, signal, i, before);
            if (stage == MfaStage.MismatchAccept)
            {
                _sources.LearnTold(_prompts[i].Source, signal.Time);
            }

            return;
        }

        if (Episode is not null && !_prompts[i].IsOwn)
        {
            _episodes.Contribute(i, signal);
            return;
        }

        _episodes.Change(x => x with { OwnApprovals = x.OwnApprovals + 1 });
        _episodes.Witness(i, signal);
        SignedIn(_prompts[i].Source, signal.Time);
    }

    /// <summary>
    /// Another factor, or the end of a flow: an approval if it belongs to what the attacker asked for.
    /// </summary>
    private void Complete(MfaSignal signal)
    {
        var standing = Standing(signal);
        var i = PromptMatcher.Joined(_prompts.Items, signal, _options);
        if (i < 0 && standing != SourceStanding.Baseline)
        {
            i = _prompts.AskedFrom(signal.Source, signal.Time);
        }

        var before = Before(signal.Time);
        if (i < 0 || _prompts[i].IsOwn)
        {
            if (standing != SourceStanding.New || before.Negatives == 0)
            {
                SignedIn(signal.Source, signal.Time);
            }
        }
        else if (Episode is { Approval: not null })
        {
            _episodes.Change(x => x.WithSession(signal.SessionId));
            _episodes.Note(signal, turning: false);
        }
        else if (
            EpisodePolicy.Approval(_prompts[i], before, _options) is var stage
            && stage is MfaStage.Compromise or MfaStage.SlowBurst
        )
        {
            _episodes.Approve(stage, signal, i, before);
        }
        else if (before.Negatives == 0)
        {
            Learn(signal.Source, signal.Time);
        }
    }

    /// <summary>
    /// An application is opened. By who asked for the prompts, on Classic, it completes the flow: nothing else is
    /// written then, since a Classic session begins with the password.
    /// </summary>
    private void Open(MfaSignal signal)
    {
        var i = PromptMatcher.Joined(_prompts.Items, signal, _options);
        if (i < 0 && Standing(signal) == SourceStanding.New)
        {
            i = _prompts.AskedFrom(signal.Source, signal.Time);
        }

        var before = Before(signal.Time);
        if (
            i >= 0
            && IsClassic(signal)
            && Episode is not { Approval: not null }
            && EpisodePolicy.Approval(_prompts[i], before, _options) == MfaStage.Compromise
        )
        {
            _episodes.Approve(MfaStage.Compromise, signal, i, before);
        }
        else
        {
            Follow(signal);
        }
    }

    private void Follow(MfaSignal signal) =>
        _episodes.Follow(signal, usual: Standing(signal) == SourceStanding.Baseline);

    private RefusedBefore Before(DateTimeOffset time) => _prompts.Before(time, Episode?.Start);

    private bool IsClassic(MfaSignal signal) =>
        signal.Engine == MfaEngine.Classic
        || _prompts.Items.Exists(x =>
            x.DecidedBy == MfaEventTypes.ClassicDeny && signal.Time - x.Decided <= _options.CompromiseWindow
        );

    private bool IsSecond(MfaSignal signal)
    {
        var i = _answers.Known(signal);
        if (i >= 0)
        {
            _episodes.Witness(i, signal);
        }

        return i >= 0;
    }

    /// <summary>An agent in front of a VPN names itself, not the machine of whoever signs in.</summary>
    private bool IsNewDevice(MfaSignal signal) =>
        !signal.IsRelayed
        && (signal.NewDevice || (!signal.KnownDevice && _sources.IsNewDevice(signal.Source, signal.Time)));

    private SourceStanding Standing(MfaSignal signal) =>
        _sources.Standing(signal.Source, signal.NewDevice || signal.NewIp, signal.Time);

    /// <summary>A sign-in that is no attack: it explains the user's own slips and teaches the baseline.</summary>
    private void SignedIn(MfaSource? source, DateTimeOffset time)
    {
        if (source is not null && Episode is null)
        {
            _prompts.Excuse(source, time);
        }

        Learn(source, time);
    }

    /// <summary>During an attack only known sources are refreshed: the attacker signs in too.</summary>
    private void Learn(MfaSource? source, DateTimeOffset time)
    {
        var before = Before(time);
        _sources.Learn(source, time, onlyKnown: Episode is not null || before.Negatives + before.Unanswered >= 2);
    }
}
