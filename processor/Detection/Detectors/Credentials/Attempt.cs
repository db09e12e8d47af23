using Pipeline.Processor.Detection.Timelines;
using Pipeline.Processor.Events;

namespace Pipeline.Processor.Detection.Detectors.Credentials;

/// <summary>One refused credential, which may leave two events.</summary>
/// <param name="Moment">The first event of it.</param>
/// <param name="User">The user's id, else the login that was typed; null where the log has neither.</param>
/// <param name="IsKnown">Whether Okta knows the user. The name of one it does not know is never shown.</param>
internal readonly record struct Attempt(Moment Moment, string? User, bool IsKnown)
{
    /// <summary>Events of one attempt that have different transactions come this close.</summary>
    private static readonly TimeSpan OneAttempt = TimeSpan.FromSeconds(3);

    public DateTimeOffset Time => Moment.Time;

    public OktaEvent Event => Moment.Event;

    /// <summary>
    /// The attempts of a timeline, in order of time. Identity Engine tells one refusal as a failed start and as a
    /// failed factor: same transaction, or same flow and another type at the same moment.
    /// </summary>
    public static List<Attempt> Of(IReadOnlyList<Moment> moments)
    {
        var attempts = new List<Attempt>();
        foreach (var moment in moments)
        {
            if (!moment.Mark.IsFailure)
            {
                continue;
            }

            var e = moment.Event;
            var known = ConcernedEntities.ActingUser(e) is not null;
            var attempt = new Attempt(moment, known ? e.ActorId : Authentication.Login(e), known);
            if (!attempt.IsEcho(attempts))
            {
                attempts.Add(attempt);
            }
        }

        return attempts;
    }

    private bool IsEcho(List<Attempt> attempts)
    {
        for (var i = attempts.Count - 1; i >= 0 && Time - attempts[i].Time <= OneAttempt; i--)
        {
            var (e, other) = (Event, attempts[i].Event);
            if (
                User == attempts[i].User
                && !e.Is(other.EventType)
                && (
                    (e.TransactionId is not null && e.TransactionId == other.TransactionId)
                    || (e.AuthnRequestId is not null && e.AuthnRequestId == other.AuthnRequestId)
                )
            )
            {
                return true;
            }
        }

        return false;
    }
}
