using Pipeline.Processor.Alerts;

namespace Pipeline.Processor.Detection.Detectors.MfaFatigue;

/// <summary>Stage and circumstances to severity. Pure.</summary>
internal static class SeverityPolicy
{
    public static Severity Of(Episode episode, EpisodeCounts counts, bool admin)
    {
        if (episode.Stage == MfaStage.Watch)
        {
            // Nobody is told; a campaign needs more users of those who were asked only once.
            return counts.Prompts > 1 ? Severity.Low : Severity.Informational;
        }

        var foreign = counts.Foreign > 0;
        var severity = episode.Stage switch
        {
            MfaStage.Compromise => Severity.Critical,
            MfaStage.MismatchAccept or MfaStage.SlowBurst when episode.Accepted => episode.FollowOns.Count > 0
                ? Severity.Critical
                : Severity.High,
            MfaStage.Burst when episode.ByAnswers || (foreign && counts.Negatives > 0) => Severity.High,
            _ => Severity.Medium,
        };
        if (!foreign && !episode.Accepted)
        {
            severity--;
        }

        if (admin && severity < Severity.Critical)
        {
            severity++;
        }

        return episode.Accepted && severity < Severity.Medium ? Severity.Medium : severity;
    }
}
