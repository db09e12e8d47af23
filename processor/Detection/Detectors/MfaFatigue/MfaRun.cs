using Pipeline.Processor.Detection.Timelines;

namespace Pipeline.Processor.Detection.Detectors.MfaFatigue;

/// <summary>One step of one user's state: settle what is final, judge what there is. Used once.</summary>
/// <param name="state">The state before the step.</param>
/// <param name="options">The tenant's options.</param>
/// <param name="lifecycle">Says what is new.</param>
internal sealed class MfaRun(MfaFatigueState state, MfaFatigueOptions options, EpisodeLifecycle lifecycle)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);
    private MfaFatigueState _state = state;
    private DateTimeOffset? _expiry;

    /// <summary>The state after it.</summary>
    public MfaFatigueState State => _state with { Emitted = [.. lifecycle.Emitted] };

    /// <summary>Applies for good what no event within the lateness can come before.</summary>
    /// <param name="watermark">How far that is.</param>
    /// <param name="maxWeight">What may stay open at most: in a flood the oldest settle early.</param>
    /// <param name="pass">Whether time itself has come as far, not only an event.</param>
    public void Settle(DateTimeOffset watermark, int maxWeight, bool pass)
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
        lifecycle.Look(timeline);
        foreach (var episode in timeline.Finished)
        {
            lifecycle.Close(episode);
        }
    }

    /// <summary>Looks at everything known by now and emits what is new.</summary>
    /// <param name="now">Event time.</param>
    /// <param name="kind">What has just come; null for time alone.</param>
    public void Judge(DateTimeOffset now, MfaSignalKind? kind)
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
        _expiry = timeline.NextExpiry();
        lifecycle.Look(timeline);
        foreach (var episode in timeline.Finished)
        {
            lifecycle.Say(episode);
        }

        if (timeline.Episode is { } running)
        {
            lifecycle.Say(running);
        }

        lifecycle.Watch(timeline.Watch, now);
        lifecycle.Withdraw(now);
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

        foreach (var emitted in lifecycle.Emitted)
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

        if (due is null)
        {
            At(_state.AdminSeen + AdminActivity.Age);
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
        if (_state.Settled.Episode is not null || lifecycle.Emitted.Count > 0)
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
}
