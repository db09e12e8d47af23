using Pipeline.Processor.Detection.Timelines;
using Pipeline.Processor.Events;

namespace Pipeline.Processor.Detection.Detectors.Credentials;

/// <summary>Who signs in from a source: what tells an office from an attacker.</summary>
internal static class SourceUse
{
    private const int Max = 40;
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    /// <summary>Remembers the users who completed a sign-in.</summary>
    public static SeenValues? Learn(SeenValues? memory, Moment moment) =>
        Authentication.IsSignIn(moment.Event) && ConcernedEntities.ActingUser(moment.Event) is { } user
            ? (memory ?? SeenValues.Empty).Learn(user, moment.Time, Week, Max)
            : memory;

    /// <summary>
    /// Whether many people sign in from there: more than so many within a week, or most of those who failed succeeded
    /// as well, as people do who mistype.
    /// </summary>
    public static bool IsOffice(TimelineView view, IReadOnlyList<Attempt> attempts, int officeUsers)
    {
        var signIns = LastSignIns(view);
        if (signIns.Count > officeUsers)
        {
            return true;
        }

        var failed = attempts.Select(x => x.User).OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
        return failed.Length > 0 && failed.Count(signIns.ContainsKey) * 2 >= failed.Length;
    }

    /// <summary>
    /// Whether nearly all who failed got in afterwards: people with a new password. Nobody guesses the passwords of
    /// most.
    /// </summary>
    public static bool IsEverybodyIn(TimelineView view, IReadOnlyList<Attempt> attempts)
    {
        var first = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        foreach (var attempt in attempts)
        {
            if (attempt.User is { } user)
            {
                first.TryAdd(user, attempt.Time);
            }
        }

        var signIns = LastSignIns(view);
        var won = first.Count(x => signIns.TryGetValue(x.Key, out var last) && last >= x.Value);
        return first.Count > 0 && won * 5 >= first.Count * 4;
    }

    /// <summary>When each user last completed a sign-in from there, remembered or still in view.</summary>
    private static Dictionary<string, DateTimeOffset> LastSignIns(TimelineView view)
    {
        var last = view.Seen.Values.ToDictionary(x => x.Key, x => x.Value.Last, StringComparer.Ordinal);
        foreach (var moment in view.Moments)
        {
            if (
                Authentication.IsSignIn(moment.Event)
                && ConcernedEntities.ActingUser(moment.Event) is { } user
                && !(last.TryGetValue(user, out var known) && known >= moment.Time)
            )
            {
                last[user] = moment.Time;
            }
        }

        return last;
    }
}
