namespace Pipeline.Processor.Detection.Detectors.MfaFatigue;

/// <summary>Which stage counts amount to, and what an approval means. Pure.</summary>
internal static class EpisodePolicy
{
    public static MfaStage Stage(in MfaCounts counts, MfaFatigueOptions options)
    {
        if (IsBurstOfAnswers(counts, options) || IsFlood(counts, options))
        {
            return MfaStage.Burst;
        }

        if (
            counts.HourNegatives >= options.SlowNegativesPerHour
            || counts.DayNegatives >= options.SlowNegativesPerDay
            || IsSlowFlood(counts, options)
        )
        {
            return MfaStage.SlowBurst;
        }

        return counts.Negatives >= 2 || (counts.Prompts >= 3 && counts.Accepts == 0) ? MfaStage.Watch : MfaStage.Idle;
    }

    /// <summary>The user said no often enough; being asked and saying nothing is another matter.</summary>
    public static bool IsBurstOfAnswers(in MfaCounts counts, MfaFatigueOptions options) =>
        counts.Negatives >= options.BurstNegatives
        || counts.NewSourceNegatives >= options.BurstNegativesNewSource
        || counts.ForeignWrongNumbers >= options.BurstWrongNumbers;

    /// <summary>How far back the prompts go that make up a stage.</summary>
    public static TimeSpan Window(MfaStage stage, in MfaCounts counts, MfaFatigueOptions options) =>
        stage switch
        {
            MfaStage.Burst => options.BurstWindow,
            MfaStage.SlowBurst when counts.HourNegatives >= options.SlowNegativesPerHour => TimeSpan.FromHours(1),
            MfaStage.SlowBurst when IsSlowFlood(counts, options) => TimeSpan.FromHours(1),
            MfaStage.SlowBurst => TimeSpan.FromDays(1),
            _ => options.CompromiseWindow,
        };

    /// <summary>One prompt is enough: asked from a place and a device new to the user, far from the phone.</summary>
    public static bool IsMismatch(LogicalPrompt prompt) =>
        prompt is { FarFromPhone: true, Standing: SourceStanding.New, NewDevice: true };

    /// <summary>What the approval of a prompt, or the completion of its flow, amounts to.</summary>
    /// <param name="prompt">The prompt approved.</param>
    /// <param name="before">What the user made of foreign prompts before it.</param>
    /// <param name="options">Thresholds.</param>
    public static MfaStage Approval(LogicalPrompt prompt, RefusedBefore before, MfaFatigueOptions options)
    {
        if (prompt.IsOwn)
        {
            return MfaStage.Idle;
        }

        var mismatch = IsMismatch(prompt);
        if (
            before.Negatives >= options.CompromiseNegatives
            || (before.Negatives >= 1 && mismatch)
            || (
                prompt.Standing == SourceStanding.New
                && before.Negatives + before.Unanswered >= options.CompromiseUnanswered
            )
        )
        {
            return MfaStage.Compromise;
        }

        return mismatch ? MfaStage.MismatchAccept
            : IsSlow(prompt, before, options) ? MfaStage.SlowBurst
            : MfaStage.Idle;
    }

    /// <summary>
    /// Refused so seldom that no count was reached, and approved in the end; a known machine is given more.
    /// </summary>
    private static bool IsSlow(LogicalPrompt prompt, RefusedBefore before, MfaFatigueOptions options) =>
        prompt.Standing == SourceStanding.New
        && before.Slow >= (prompt.NewDevice ? options.CompromiseNegatives : options.BurstNegatives);

    private static bool IsSlowFlood(in MfaCounts counts, MfaFatigueOptions options) =>
        counts.HourForeign >= options.SlowPromptsPerHour || counts.HourTimeouts >= options.SlowTimeoutsPerHour;

    private static bool IsFlood(in MfaCounts counts, MfaFatigueOptions options) =>
        (counts.Prompts >= options.BurstPrompts && counts.Accepts == 0)
        || (counts.ForeignPrompts >= options.BurstPrompts && counts.ForeignAccepts == 0);
}
