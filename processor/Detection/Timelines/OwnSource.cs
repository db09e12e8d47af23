using Pipeline.Processor.Events;

namespace Pipeline.Processor.Detection.Timelines;

/// <summary>Whether a source was the user's before something began, however short the history is.</summary>
internal static class OwnSource
{
    /// <summary>
    /// A completed sign-in from there came before. What comes after the beginning vouches for nothing: it may be the
    /// attacker's.
    /// </summary>
    /// <param name="view">The user.</param>
    /// <param name="e">An event from the source.</param>
    /// <param name="begin">When the attack, or the chain that may be one, began.</param>
    public static bool Was(TimelineView view, OktaEvent e, DateTimeOffset begin) =>
        SignedIn(view, begin, x => x.Covers(e));

    /// <summary>
    /// While the history is short, the browser that completed a sign-in before is the user's, also on the account's
    /// first day, when even its country may be new to the org. Later an attacker may have come that way before.
    /// </summary>
    /// <param name="view">The user.</param>
    /// <param name="moment">An event.</param>
    /// <param name="begin">When the chain that may be an attack began.</param>
    public static bool WasBrowser(TimelineView view, Moment moment, DateTimeOffset begin) =>
        moment.Event.DeviceToken is { } token
        && !moment.IsNew(Novelty.Judged)
        && SignedIn(view, begin, x => x.DeviceToken == token);

    private static bool SignedIn(TimelineView view, DateTimeOffset begin, Func<KnownSource, bool> isIt) =>
        view.Sources.Sources.Any(x => x.First < begin && isIt(x))
        // What may still be reordered has not been learnt yet.
        || view.Moments.Any(x =>
            x.Time < begin
            && Authentication.IsSignIn(x.Event)
            && ConcernedEntities.ActingUser(x.Event) == view.Entity
            && isIt(KnownSource.Of(x.Event))
        );
}
