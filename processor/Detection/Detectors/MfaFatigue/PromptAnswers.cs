namespace Pipeline.Processor.Detection.Detectors.MfaFatigue;

/// <summary>Which prompt an answer is for, and what is known of it then.</summary>
internal sealed class PromptAnswers(PromptRing prompts, EpisodeTracker episodes, MfaFatigueOptions options)
{
    /// <summary>
    /// The prompt whose answer is known already, where this is a second event about it; else below zero.
    /// </summary>
    public int Known(MfaSignal signal)
    {
        var i = PromptMatcher.Double(prompts.Items, signal, sameType: false, options);
        return i < 0 && PromptMatcher.Waiting(prompts.Items, signal, options) < 0
            ? PromptMatcher.Double(prompts.Items, signal, sameType: true, options)
            : i;
    }

    /// <summary>Closes the prompt an answer is for; one that only the answer shows is opened and closed.</summary>
    /// <remarks>The client of an answer is the phone: it is compared with who asked, and never taken for it.</remarks>
    public int Decide(MfaSignal signal, PromptOutcome outcome)
    {
        var i = PromptMatcher.Waiting(prompts.Items, signal, options);
        if (i < 0)
        {
            var flow = new LogicalPrompt
            {
                First = signal.Time,
                FlowId = signal.FlowId,
                SessionId = signal.SessionId,
            };
            i = prompts.Add(flow, episodes.Carry);
        }

        var prompt = prompts[i] with { Outcome = outcome, Decided = signal.Time, DecidedBy = signal.Event.EventType };
        if (
            signal is { FromPhone: true, Source: { } phone }
            && prompt.Source is { } source
            && (source.Agent is null || source.Agent != phone.Agent)
        )
        {
            prompt = prompt with
            {
                FarFromPhone = PhoneDistance.IsFar(source, phone, options),
                NearPhone = PhoneDistance.IsNear(source, phone),
            };
        }

        prompts[i] = prompt;
        return i;
    }
}
