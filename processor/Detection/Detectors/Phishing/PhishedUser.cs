using Pipeline.Processor.Detection.Timelines;
using Pipeline.Processor.Events;

namespace Pipeline.Processor.Detection.Detectors.Phishing;

/// <summary>Who was phished where Okta itself is the actor of the declined attempt. Pure.</summary>
internal static class PhishedUser
{
    /// <summary>How far apart in time the attempt and another event of its flow or browser may be.</summary>
    public static readonly TimeSpan Reach = TimeSpan.FromMinutes(10);

    /// <summary>Whether an event may tell: the password that came before the attempt, or a completed sign-in.</summary>
    public static bool IsTrace(OktaEvent e) =>
        ConcernedEntities.ActingUser(e) is not null
        && (Authentication.IsPasswordCorrect(e) || Authentication.IsSignIn(e));

    /// <summary>
    /// Events from the same address that name users, one each: of the same flow, else in the same browser.
    /// </summary>
    /// <param name="moments">All of the address, in order of time.</param>
    /// <param name="declined">The attempt.</param>
    public static Moment[] Of(IReadOnlyList<Moment> moments, Moment declined)
    {
        var near = moments.Where(x => IsTrace(x.Event) && (x.Time - declined.Time).Duration() <= Reach).ToArray();
        return Same(near, x => x.AuthnRequestId, declined.Event) is { Length: > 0 } flow
            ? flow
            : Same(near, x => x.DeviceToken, declined.Event);
    }

    private static Moment[] Same(Moment[] moments, Func<OktaEvent, string?> key, OktaEvent declined) =>
        key(declined) is { } value
            ? [.. moments.Where(x => key(x.Event) == value).DistinctBy(x => ConcernedEntities.ActingUser(x.Event))]
            : [];
}
