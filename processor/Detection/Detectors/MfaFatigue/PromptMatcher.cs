namespace Pipeline.Processor.Detection.Detectors.MfaFatigue;

/// <summary>Which prompt an event belongs to. Pure; answers an index, or -1.</summary>
internal static class PromptMatcher
{
    /// <summary>
    /// The prompt that this one is the same question as: on another device, or asked again by an agent that waits for
    /// the answer to the first.
    /// </summary>
    public static int FanOut(List<LogicalPrompt> prompts, MfaSignal signal, MfaFatigueOptions options)
    {
        // Measured from the first event: a script that asks every four seconds asks again each time.
        var reach = signal.IsRelayed ? options.AnswerWindow : options.FanOut;
        for (var i = prompts.Count - 1; i >= 0 && signal.Time - prompts[i].First <= reach; i--)
        {
            var prompt = prompts[i];
            if (
                prompt.FanOut > 0
                && (prompt.Outcome == PromptOutcome.Open || signal.Time - prompt.First <= options.FanOut)
                && prompt.IsEnrolment == signal.IsEnrolment
                && (prompt.FlowId ?? prompt.SessionId) == (signal.FlowId ?? signal.SessionId)
                && prompt.Source?.Ip == signal.Source?.Ip
            )
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>The answered prompt of which this is a second account: Classic logs one answer as two types.</summary>
    public static int Double(List<LogicalPrompt> prompts, MfaSignal signal, bool sameType, MfaFatigueOptions options)
    {
        for (var i = prompts.Count - 1; i >= 0; i--)
        {
            var prompt = prompts[i];
            var samePolarity = signal.IsNegative ? prompt.IsNegative : prompt.Outcome == PromptOutcome.Accepted;
            if (
                samePolarity
                && (signal.Time - prompt.Decided).Duration() <= options.DoubleAnswer
                && sameType == string.Equals(prompt.DecidedBy, signal.Event.EventType, StringComparison.Ordinal)
                && !Conflict(prompt, signal)
            )
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>The newest prompt that waits for this answer: of its flow, else of its session, else at all.</summary>
    public static int Waiting(List<LogicalPrompt> prompts, MfaSignal signal, MfaFatigueOptions options)
    {
        int session = -1,
            any = -1;
        for (var i = prompts.Count - 1; i >= 0; i--)
        {
            var prompt = prompts[i];
            var age = signal.Time - prompt.First;
            if (age > options.CompromiseWindow)
            {
                break;
            }

            // An ignored prompt still takes the answer that comes for it.
            if (prompt.Outcome is not (PromptOutcome.Open or PromptOutcome.Ignored))
            {
                continue;
            }

            if (signal.FlowId is not null && prompt.FlowId == signal.FlowId)
            {
                return i;
            }

            if (age > options.AnswerWindow && signal.Kind != MfaSignalKind.Timeout)
            {
                continue;
            }

            if (session < 0 && signal.SessionId is not null && prompt.SessionId == signal.SessionId)
            {
                session = i;
            }

            if (any < 0 && !Conflict(prompt, signal))
            {
                any = i;
            }
        }

        return session >= 0 ? session : any;
    }

    /// <summary>The newest prompt of the same flow or session, whatever became of it.</summary>
    public static int Joined(List<LogicalPrompt> prompts, MfaSignal signal, MfaFatigueOptions options)
    {
        for (var i = prompts.Count - 1; i >= 0 && signal.Time - prompts[i].First <= options.CompromiseWindow; i--)
        {
            var prompt = prompts[i];
            if (
                !prompt.IsEnrolment
                && (
                    (signal.FlowId is not null && prompt.FlowId == signal.FlowId)
                    || (signal.SessionId is not null && prompt.SessionId == signal.SessionId)
                )
            )
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Both name their flow, and it is not the same.</summary>
    private static bool Conflict(LogicalPrompt prompt, MfaSignal signal) =>
        prompt.FlowId is not null && signal.FlowId is not null && prompt.FlowId != signal.FlowId;
}
