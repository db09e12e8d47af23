using Pipeline.Processor.Alerts;
using Pipeline.Processor.Detection.Timelines;
using Pipeline.Processor.Events;

namespace Pipeline.Processor.Detection.Detectors.Credentials;

/// <summary>Tells of many users attacked from one source, for the rules that find it.</summary>
internal static class SourceAttack
{
    public static readonly TimeSpan Gap = TimeSpan.FromMinutes(30);

    /// <summary>Attempts without a silence longer than the gap.</summary>
    public static IEnumerable<List<Attempt>> Runs(List<Attempt> attempts)
    {
        var begin = 0;
        for (var i = 1; i <= attempts.Count; i++)
        {
            if (i == attempts.Count || attempts[i].Time - attempts[i - 1].Time > Gap)
            {
                yield return attempts.GetRange(begin, i - begin);
                begin = i;
            }
        }
    }

    /// <summary>The finding of one run.</summary>
    /// <param name="view">The source.</param>
    /// <param name="run">Its attempts.</param>
    /// <param name="what">What it is called in the title.</param>
    /// <param name="reason">Which threshold was crossed.</param>
    /// <param name="window">How long after an attempt a success of the same user came of it.</param>
    public static Finding Find(TimelineView view, List<Attempt> run, string what, string reason, TimeSpan window)
    {
        var users = run.Select(x => x.User).OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
        var known = run.Where(x => x.IsKnown).DistinctBy(x => x.User).ToArray();
        var won = Successes(view, run, window);
        var first = run[0].Moment;
        var place = AlertText.Place(first.Event.AsNumber, first.Event.Country, ip: null);
        var compromised = won.Select(x => x.Event.ActorId!).Distinct(StringComparer.Ordinal).ToArray();
        var evidence = run.Select(x => (x.Moment, Note: "refused"))
            .Concat(won.Select(x => (Moment: x, Note: "password correct")));
        var last = won.Count > 0 && won[^1].Time > run[^1].Time ? won[^1].Time : run[^1].Time;
        return new Finding
        {
            Anchor = first,
            Last = last,
            Gap = Gap,
            Severity = won.Count > 0 ? Severity.High : Severity.Medium,
            Confidence = won.Count > 0 ? "high" : "medium",
            Title =
                $"{what} from {view.Entity}{(place is null ? "" : $", {place}")}: {users.Length} users, {run.Count} "
                + "attempts"
                + (compromised.Length > 0 ? $", {compromised.Length} got in" : ""),
            Narrative =
            [
                $"Between {AlertText.Time(first.Time)} and {AlertText.Time(run[^1].Time)} {run.Count} sign-in "
                    + "attempts of "
                    + $"{users.Length} users were refused from {view.Entity}{(place is null ? "" : $" in {place}")}.",
                $"Okta knows {known.Length} of these users; {users.Length - known.Length} names are of nobody.",
                compromised.Length > 0
                    ? $"The password of {AlertText.Many(compromised.Length, "attacked user", "attacked users")} was "
                        + $"then correct from this source, first at {AlertText.Time(won[0].Time)}."
                    : "No attacked user's password was correct from this source so far.",
            ],
            Reasons = [reason, .. compromised.Length > 0 ? ["a correct password followed"] : Array.Empty<string>()],
            Counts = new Dictionary<string, long>
            {
                ["attempts"] = run.Count,
                ["compromised"] = compromised.Length,
                ["unknown_users"] = users.Length - known.Length,
                ["users"] = users.Length,
            },
            Attributes =
                view.Overflowed >= first.Time
                    ? new Dictionary<string, string> { ["approx"] = "true" }
                    : new Dictionary<string, string>(),
            // Those who got in first: what is told to other timelines is bounded.
            Related = [.. won.Select(User).Concat(known.Select(x => User(x.Moment))).DistinctBy(x => x.Id)],
            Evidence = [.. evidence.InOrder()],
            Weight = users.Length,
            News = $"{compromised.Length}",
        };
    }

    private static List<Moment> Successes(TimelineView view, List<Attempt> run, TimeSpan window)
    {
        var won = new List<Moment>();
        foreach (var moment in view.Moments)
        {
            if (
                (Authentication.IsPasswordCorrect(moment.Event) || Authentication.IsSignIn(moment.Event))
                && ConcernedEntities.ActingUser(moment.Event) is { } user
                && run.Exists(x => x.User == user && x.Time <= moment.Time && moment.Time - x.Time <= window)
            )
            {
                won.Add(moment);
            }
        }

        return won;
    }

    private static AlertEntity User(Moment moment) =>
        new(EntityKind.User, moment.Event.ActorId!, moment.Event.ActorAlternateId);
}
