using Pipeline.Processor.Alerts;

namespace Pipeline.Processor.Detection.Detectors.MfaFatigue;

/// <summary>Title and narrative of an episode: facts and numbers, no adjectives.</summary>
internal static class MfaNarrative
{
    private const int MaxTitle = 120;

    public static string Title(Episode episode, EpisodeCounts counts, string name)
    {
        var (before, after) = (Headline(episode, counts), "");
        var source = episode.Approval?.Source ?? (episode.Sources.Count > 0 ? episode.Sources[0] : null);
        if (source?.Place is { } place)
        {
            after = $" from {place}";
        }

        var room = MaxTitle - before.Length - after.Length - 5;
        if (room < 20)
        {
            after = "";
            room = MaxTitle - before.Length - 5;
        }

        var who = AlertText.Clean(name);
        return AlertText.Clean($"{before} for {(who.Length > room ? who[..(room - 1)].TrimEnd() + "…" : who)}{after}");
    }

    public static string Narrative(Episode episode, EpisodeCounts counts, string name, MfaFatigueOptions options)
    {
        var sentences = new List<string>(6)
        {
            $"{name} was sent {AlertText.Many(counts.Prompts, "Okta push prompt", "Okta push prompts")} between "
                + $"{AlertText.Time(episode.Start)} and {AlertText.Time(episode.Last)}.",
            Answers(counts),
            Sources(episode, counts, options),
        };
        if (episode.Approval is { } approval)
        {
            sentences.Add(Approval(approval));
        }

        if (episode.FollowOns.Count > 0)
        {
            var steps = episode.FollowOns.Distinct(StringComparer.Ordinal).Take(6).ToArray();
            sentences.Add($"Within 60 minutes of the approval followed {AlertText.List(steps)}.");
        }

        if (episode.OwnApprovals > 0)
        {
            sentences.Add(
                $"The user also approved {AlertText.Many(episode.OwnApprovals, "prompt", "prompts")} from a usual "
                    + "source; that is not counted as a compromise."
            );
        }

        return AlertText.Clean(string.Join(' ', sentences));
    }

    private static string Headline(Episode episode, EpisodeCounts counts)
    {
        var refused = counts.Negatives;
        var verb =
            counts.WrongNumber == 0 ? "denied"
            : counts.Denied == 0 ? "answered with a wrong number"
            : "refused";
        if (episode.Stage == MfaStage.MismatchAccept)
        {
            return "Okta push approved far from where it was requested";
        }

        var (count, what) = refused > 0 ? (refused, verb) : (counts.Unanswered, "unanswered");
        if (count == 0)
        {
            (count, what) = (counts.Prompts, "sent");
        }

        var head = $"{AlertText.Many(count, "Okta push prompt", "Okta push prompts")} {what}";
        return episode.Accepted ? $"{head}, then approved," : head;
    }

    private static string Answers(EpisodeCounts counts)
    {
        var parts = new List<string>(4);
        Add(counts.Denied, "denied");
        Add(counts.WrongNumber, "answered with a wrong number");
        Add(counts.Unanswered, "left unanswered");
        Add(counts.Accepted, "approved");
        var open = counts.Prompts - counts.Negatives - counts.Unanswered - counts.Accepted;
        Add(open, "still open");
        return $"Of these, {AlertText.List(parts)}.";

        void Add(int count, string what)
        {
            if (count > 0)
            {
                parts.Add($"{count} {(count == 1 ? "was" : "were")} {what}");
            }
        }
    }

    private static string Sources(Episode episode, EpisodeCounts counts, MfaFatigueOptions options)
    {
        var days = $"{options.BaselineAge.TotalDays:0}";
        if (counts.Foreign == 0)
        {
            return $"All were requested from sources the user signed in from in the {days} days before.";
        }

        var places = episode
            .Sources.Select(x => x.Ip is { } ip && x.Place is { } place && place != ip ? $"{ip} in {place}" : x.Place)
            .OfType<string>()
            .Distinct(StringComparer.Ordinal)
            .Take(4)
            .ToArray();
        return places.Length == 0
            ? "The log does not show where the prompts were requested."
            : $"Prompts were requested from {AlertText.List(places)}; no sign-in of the user from there is known in "
                + $"the {days} days before.";
    }

    private static string Approval(EpisodeApproval approval)
    {
        var by = approval.Factor.Equals(Authentication.PushFactor, StringComparison.OrdinalIgnoreCase)
            ? "push"
            : approval.Factor;
        var phone = approval.Phone?.Place is { } place ? $", answered from {place}" : "";
        return $"At {AlertText.Time(approval.Time)} the sign-in was approved by {by} after "
            + $"{AlertText.Many(approval.Negatives, "refusal", "refusals")}{phone}.";
    }
}
