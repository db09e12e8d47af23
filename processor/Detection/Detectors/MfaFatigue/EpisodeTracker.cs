namespace Pipeline.Processor.Detection.Detectors.MfaFatigue;

/// <summary>Begins, feeds and ends the episode of a timeline. A working copy.</summary>
internal sealed class EpisodeTracker(Episode? episode, PromptRing prompts, MfaFatigueOptions options)
{
    public Episode? Current { get; private set; } = episode;

    /// <summary>Episodes that ended on the way, with their final counts.</summary>
    public List<Episode> Finished { get; } = [];

    /// <summary>Counts of the running episode; of one that is over, it carries them itself.</summary>
    public EpisodeCounts Counts(Episode episode)
    {
        var counts = episode.Carried;
        if (ReferenceEquals(episode, Current))
        {
            foreach (var prompt in prompts.Items)
            {
                counts = IsPart(prompt) ? counts.Plus(prompt) : counts;
            }
        }

        return counts;
    }

    /// <summary>A prompt leaves the ring: its part in the counts stays.</summary>
    public void Carry(LogicalPrompt prompt)
    {
        if (Current is { } running && IsPart(prompt))
        {
            Current = running with { Carried = running.Carried.Plus(prompt) };
        }
    }

    public void End(DateTimeOffset time)
    {
        if (Current is { } running && time > running.Ends(options))
        {
            Finished.Add(running with { Carried = Counts(running) });
            Current = null;
        }
    }

    /// <summary>A prompt or an answer: part of the running episode, or perhaps the one that begins one.</summary>
    public void Contribute(int i, MfaSignal signal)
    {
        var prompt = prompts[i];
        if (
            Current is { } running
            && !prompt.InEpisode
            && !prompt.Excused
            && (!prompt.IsOwn || Counts(running).Foreign == 0)
        )
        {
            Join(i);
        }

        Witness(i, signal);
        Evaluate(signal.Time, signal);
    }

    /// <summary>Keeps an event of a prompt, with the episode if the prompt is part of it.</summary>
    public void Witness(int i, MfaSignal signal)
    {
        if (IsPart(prompts[i]))
        {
            Note(signal, turning: false);
        }
        else
        {
            prompts[i] = prompts[i].With(signal.Event);
        }
    }

    /// <summary>Adds an event to the running episode.</summary>
    public void Note(MfaSignal signal, bool turning)
    {
        var running = Current!.WithEvidence(signal.Event with { Turning = turning });
        Current = running with
        {
            Last = signal.Time > running.Last ? signal.Time : running.Last,
            Engine = running.Engine | signal.Engine,
        };
    }

    public void Change(Func<Episode, Episode> change) => Current = Current is { } running ? change(running) : null;

    /// <summary>Judges the counts at a moment.</summary>
    public void Evaluate(DateTimeOffset time, MfaSignal? signal = null)
    {
        var counts = MfaCounts.At(prompts.Items, time, Current?.Start, options);
        var stage = EpisodePolicy.Stage(counts, options);
        if (stage < MfaStage.SlowBurst)
        {
            return;
        }

        var before = Current?.Stage;
        var running = Current ?? Begin(stage, time, EpisodePolicy.Window(stage, counts, options), approved: -1);
        stage = stage > running.Stage ? stage : running.Stage;
        var byAnswers = EpisodePolicy.IsBurstOfAnswers(counts, options);
        var turned = signal is not null && (before != stage || (byAnswers && !running.ByAnswers));
        Current = running with
        {
            Stage = stage,
            ByAnswers = running.ByAnswers || byAnswers,
            Engine = running.Engine | (signal?.Engine ?? MfaEngine.Unknown),
            Evidence = turned ? EvidenceList.MarkTurning(running.Evidence, signal!.Event.Uuid) : running.Evidence,
        };
    }

    /// <summary>An approval raises the stage, or begins an episode at it.</summary>
    public void Approve(MfaStage stage, MfaSignal signal, int i, RefusedBefore before)
    {
        var window = stage == MfaStage.SlowBurst ? options.SlowCompromiseWindow : options.CompromiseWindow;
        Current ??= Begin(stage, signal.Time, window, approved: i);
        if (!prompts[i].InEpisode)
        {
            Join(i);
        }

        var (running, source) = (Current, prompts[i].Source);
        if (running.Approval is null || stage > running.Stage)
        {
            var factor = signal.Factor ?? (signal.Kind == MfaSignalKind.Accepted ? "push" : "a completed sign-in");
            running = running with
            {
                Stage = stage > running.Stage ? stage : running.Stage,
                Approval = new EpisodeApproval(
                    signal.Time,
                    signal.Event.Uuid,
                    signal.SessionId,
                    factor,
                    source,
                    signal.FromPhone ? signal.Source : null,
                    before.Told
                ),
            };
        }

        Current = running.WithSource(source).WithSession(prompts[i].SessionId).WithSession(signal.SessionId);
        Note(signal, turning: true);
    }

    /// <summary>What an intruder does after the approval.</summary>
    /// <param name="signal">The event.</param>
    /// <param name="usual">From a usual source: then the user puts things right.</param>
    public void Follow(MfaSignal signal, bool usual)
    {
        if (
            usual
            || Current is not { Approval: { } approval } running
            || signal.Time - approval.Time > options.FollowOnWindow
        )
        {
            return;
        }

        if (signal.Kind == MfaSignalKind.FollowOn)
        {
            Current = running.WithFollowOn(signal.Object ?? signal.Event.EventType);
            Note(signal, turning: true);
            return;
        }

        if (
            signal.Object is { } app
            && running.Apps.Count < options.RapidApps
            && !running.Apps.Contains(app, StringComparer.Ordinal)
        )
        {
            running = running with { Apps = [.. running.Apps, app] };
            var rapid = running.Apps.Count == options.RapidApps;
            Current = rapid ? running.WithFollowOn("rapid application access") : running;
            Note(signal, rapid);
        }
    }

    private bool IsPart(LogicalPrompt prompt) => prompt.InEpisode && prompt.First >= Current?.Start;

    private void Join(int i)
    {
        var prompt = prompts[i];
        var running = Current!;
        foreach (var item in prompt.Events)
        {
            running = running.WithEvidence(item);
        }

        Current = running.WithSource(prompt.IsOwn ? null : prompt.Source).WithSession(prompt.SessionId) with
        {
            Start = prompt.First < running.Start ? prompt.First : running.Start,
        };
        prompts[i] = prompt with { InEpisode = true, Events = [] };
    }

    private Episode Begin(MfaStage stage, DateTimeOffset time, TimeSpan window, int approved)
    {
        Current = null;
        for (var i = 0; i < prompts.Count; i++)
        {
            if (i != approved && !Contributes(prompts[i], stage, time, window))
            {
                continue;
            }

            Current ??= new Episode
            {
                Anchor = prompts[i].Events.Count > 0 ? prompts[i].Events[0].Uuid : "",
                Start = prompts[i].First,
                Last = time,
                LastUuid = "",
                Stage = stage,
            };
            Join(i);
        }

        // Never null: what crossed a threshold is among the prompts. An implicit prompt has its event only now.
        var running = Current!;
        return running.Anchor.Length > 0 ? running : running with { Anchor = running.LastUuid };
    }

    private bool Contributes(LogicalPrompt prompt, MfaStage stage, DateTimeOffset time, TimeSpan window) =>
        !prompt.Excused
        && !prompt.InEpisode
        && prompt.Outcome != PromptOutcome.Accepted
        && time - prompt.First <= window + options.AnswerWindow
        && (stage != MfaStage.SlowBurst || prompt.IsNegative || prompt.IsUnanswered)
        && (stage < MfaStage.MismatchAccept || !prompt.IsOwn);
}
