using Pipeline.Processor.Alerts;

namespace Pipeline.Processor.Detection.Detectors.MfaFatigue;

/// <summary>Why an episode is an alert, and why it has its severity.</summary>
internal static class MfaReasons
{
    public static IReadOnlyList<string> Of(Episode episode, EpisodeCounts counts, MfaFatigueOptions options)
    {
        var reasons = new List<string>();
        if (counts.Negatives > 0)
        {
            reasons.Add($"{AlertText.Many(counts.Negatives, "push prompt", "push prompts")} refused by the user");
        }

        if (counts.WrongNumber >= options.BurstWrongNumbers)
        {
            reasons.Add("the user guessed at number challenges");
        }

        if (counts.Negatives == 0 && counts.Unanswered > 0)
        {
            reasons.Add("prompts were ignored, none was refused");
        }

        if (episode.Stage == MfaStage.Compromise || (episode.Stage == MfaStage.SlowBurst && episode.Accepted))
        {
            reasons.Add("a sign-in requested by the source of the prompts was approved");
        }

        if (episode.Stage == MfaStage.MismatchAccept)
        {
            reasons.Add("the approved prompt came from a source and device new to the user, far from the phone");
        }

        if (episode.FollowOns.Count > 0)
        {
            reasons.Add("account changes followed the approval");
        }

        reasons.Add(
            counts.Foreign == 0 ? "all prompts came from usual sources of the user (one step less severe)"
            : episode.Sources.Count > 0 ? "prompts came from a source the user is not known to use"
            : "the source of the prompts is not in the log"
        );
        return reasons;
    }

    public static string Name(MfaStage stage) =>
        stage switch
        {
            MfaStage.SlowBurst => "slow_burst",
            MfaStage.MismatchAccept => "mismatch_accept",
            _ => stage.ToString().ToLowerInvariant(),
        };

    public static string Note(MfaSignalKind kind) =>
        kind switch
        {
            MfaSignalKind.WrongNumber => "wrong number",
            MfaSignalKind.Timeout => "unanswered",
            MfaSignalKind.Accepted => "approved",
            MfaSignalKind.OtherFactor => "other factor accepted",
            MfaSignalKind.Completed => "sign-in completed",
            MfaSignalKind.FollowOn => "follow-on",
            MfaSignalKind.AppAccess => "application opened",
            _ => kind.ToString().ToLowerInvariant(),
        };
}
