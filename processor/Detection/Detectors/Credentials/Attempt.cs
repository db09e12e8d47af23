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
    /// failed factor: same transaction, or same flow and another type at the same moment. Where some events give the id
    /// behind a login and others hide it, they are of one user.
    /// </summary>
    public static List<Attempt> Of(IReadOnlyList<Moment> moments)
    {
        var attempts = new List<Attempt>();
        var ids = Ids(moments);
        foreach (var moment in moments)
        {
            if (!moment.Mark.IsFailure)
            {
                continue;
            }

            var attempt = Read(moment, ids);
            if (!attempt.IsEcho(attempts))
            {
                attempts.Add(attempt);
            }
        }

        return attempts;
    }

    private static Attempt Read(Moment moment, Dictionary<string, string>? ids)
    {
        if (ConcernedEntities.ActingUser(moment.Event) is { } user)
        {
            return new Attempt(moment, user, IsKnown: true);
        }

        var login = Authentication.Login(moment.Event);
        return login is not null && ids?.GetValueOrDefault(login) is { } id
            ? new Attempt(moment, id, IsKnown: true)
            : new Attempt(moment, login, IsKnown: false);
    }

    /// <summary>The ids of logins; null where every attempt has its user's id, as nearly always.</summary>
    private static Dictionary<string, string>? Ids(IReadOnlyList<Moment> moments)
    {
        if (!moments.Any(x => x.Mark.IsFailure && ConcernedEntities.ActingUser(x.Event) is null))
        {
            return null;
        }

        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var moment in moments)
        {
            if (ConcernedEntities.ActingUser(moment.Event) is { } id && Authentication.Login(moment.Event) is { } login)
            {
                ids[login] = id;
            }
        }

        return ids;
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
