namespace Pipeline.Processor.Detection.Detectors.MfaFatigue;

/// <summary>
/// A user who is asked from a new source and does not approve, or refuses what an unknown one asks, too seldom for an
/// episode: one is a metric, several users asked from one network are a campaign. Pure.
/// </summary>
internal static class WatchPolicy
{
    /// <summary>
    /// What the anchor of such a signal begins with: a bombing that comes of it has an id of its own.
    /// </summary>
    private const string Prefix = "watch:";

    /// <summary>
    /// The last prompts without a long silence that make it one, as an episode of their own; or null.
    /// </summary>
    public static Episode? Of(IReadOnlyList<LogicalPrompt> prompts, MfaFatigueOptions options)
    {
        var asked = prompts.Where(IsAsked).ToArray();
        var begin = asked.Length - 1;
        while (begin > 0 && asked[begin].First - asked[begin - 1].First <= options.EpisodeGap)
        {
            begin--;
        }

        return
            begin >= 0
            && asked[begin].Events.Count > 0
            && (IsEnough(asked[begin..], options) || IsAbandoned(asked[begin..]))
            ? Episode(asked[begin..])
            : null;
    }

    private static bool IsEnough(LogicalPrompt[] run, MfaFatigueOptions options)
    {
        for (int first = 0, last = 0; last < run.Length; last++)
        {
            while (run[last].First - run[first].First > options.BurstWindow)
            {
                first++;
            }

            var window = run[first..(last + 1)];
            if (
                (
                    window.Length >= options.WatchPromptsUnknown
                    || window.Count(IsTelling) >= options.WatchPrompts
                    || window.Count(x => x.IsNegative) >= options.WatchNegatives
                ) && !window.Any(x => x.Outcome == PromptOutcome.Accepted)
            )
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Okta itself says that nobody answered, once at least: many users of one source are a campaign.
    /// </summary>
    private static bool IsAbandoned(LogicalPrompt[] run) =>
        run.Any(x => x.Outcome == PromptOutcome.Timeout) && !run.Any(x => x.Outcome == PromptOutcome.Accepted);

    private static bool IsAsked(LogicalPrompt prompt) =>
        prompt is { IsOwn: false, Excused: false, InEpisode: false } && (IsTelling(prompt) || prompt.IsUnanswered);

    private static bool IsTelling(LogicalPrompt prompt) => prompt.Standing == SourceStanding.New || prompt.IsNegative;

    private static Episode Episode(LogicalPrompt[] run)
    {
        var last = run.Max(x => x.Decided > x.First ? x.Decided : x.First);
        var episode = new Episode
        {
            Anchor = Prefix + run[0].Events[0].Uuid,
            Start = run[0].First,
            Last = last,
            LastUuid = "",
            Stage = MfaStage.Watch,
        };
        foreach (var prompt in run)
        {
            episode = episode.WithSource(prompt.Source).WithSession(prompt.SessionId) with
            {
                Carried = episode.Carried.Plus(prompt),
            };
            foreach (var item in prompt.Events)
            {
                episode = episode.WithEvidence(item);
            }
        }

        return episode;
    }
}
