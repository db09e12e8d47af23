using Pipeline.Processor.Detection.Timelines;
using Pipeline.Processor.Events;

namespace Pipeline.Processor.Detection.Detectors.Accounts;

/// <summary>What an event does to a user's account, seen from that user.</summary>
internal static class AccountEvents
{
    private const string UserType = "User";
    private static readonly TimeSpan FirstDay = TimeSpan.FromDays(1);

    /// <summary>
    /// The event changes this user: the user is its target, or its actor if it names no user as target.
    /// </summary>
    public static bool Affects(string user, OktaEvent e)
    {
        var named = false;
        foreach (var target in e.Targets)
        {
            if (string.Equals(target.Type, UserType, StringComparison.OrdinalIgnoreCase) && target.Id is { } id)
            {
                if (id == user)
                {
                    return true;
                }

                named = true;
            }
        }

        return !named && ConcernedEntities.ActingUser(e) == user;
    }

    /// <summary>Somebody other than the user did it: an administrator, an API token, Okta's support.</summary>
    public static bool IsByOther(string user, OktaEvent e) => e.ActorId is not null && e.ActorId != user;

    /// <summary>A factor that proves possession was taken away. A security question is none.</summary>
    public static bool IsFactorRemoved(OktaEvent e) =>
        Succeeded(e)
        && (
            e.Is("user.mfa.factor.reset_all")
            || (
                (e.Is("user.mfa.factor.deactivate") || e.Is("user.mfa.factor.suspend"))
                && !Names(e, "QUESTION", "Security Question")
            )
        );

    /// <summary>A factor or device was enrolled.</summary>
    public static bool IsEnrolled(OktaEvent e) =>
        Succeeded(e)
        && (
            (e.Is("user.mfa.factor.activate") && !Names(e, "QUESTION", "Security Question"))
            || e.Is("device.enrollment.create")
            || e.Is("device.user.add")
        );

    /// <summary>The factors of a user are others than before: enrolled, removed or changed.</summary>
    public static bool IsFactorChanged(OktaEvent e) =>
        IsEnrolled(e)
        || IsFactorRemoved(e)
        || (Succeeded(e) && e.Is("user.mfa.factor.update") && !Names(e, "QUESTION", "Security Question"));

    /// <summary>
    /// Another password than the user's: reset, expired with a temporary one, or set by somebody else.
    /// </summary>
    public static bool IsPasswordReset(string user, OktaEvent e) =>
        Succeeded(e)
        && (
            e.Is("user.account.reset_password")
            || e.Is("user.account.expire_password")
            || (e.Is("user.account.update_password") && IsByOther(user, e))
        );

    /// <summary>The account is new: what happens to it on its first day is onboarding.</summary>
    public static bool IsCreated(OktaEvent e) =>
        Succeeded(e) && (e.Is("user.lifecycle.create") || e.Is("user.lifecycle.activate"));

    /// <summary>
    /// Whether the account was made within the day before: then everything is new, and the help desk helps.
    /// </summary>
    public static bool IsFirstDay(TimelineView view, DateTimeOffset time)
    {
        foreach (var moment in view.Moments)
        {
            if (
                moment.Time <= time
                && time - moment.Time <= FirstDay
                && IsCreated(moment.Event)
                && Affects(view.Entity, moment.Event)
            )
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The account was closed: nobody can sign in to it.</summary>
    public static bool IsClosed(OktaEvent e) =>
        Succeeded(e)
        && (
            e.Is("user.lifecycle.deactivate")
            || e.Is("user.lifecycle.suspend")
            || e.Is("user.lifecycle.delete.initiated")
            || e.Is("user.lifecycle.delete.completed")
        );

    /// <summary>The user opened the admin console.</summary>
    public static bool IsAdminConsole(string user, OktaEvent e) =>
        Succeeded(e) && e.Is("user.session.access_admin_app") && ConcernedEntities.ActingUser(e) == user;

    public static bool Succeeded(OktaEvent e) => !e.HasResult("FAILURE") && !e.HasResult("DENY");

    /// <summary>Who did it, for a sentence.</summary>
    public static string Actor(OktaEvent e) =>
        e.ActorId is null ? "somebody unknown" : Alerts.AlertText.Clean(e.ActorAlternateId ?? e.ActorId);

    private static bool Names(OktaEvent e, string code, string name)
    {
        if (
            e.OutcomeReason?.Contains(code, StringComparison.OrdinalIgnoreCase) == true
            || e.Factor?.Contains(code, StringComparison.OrdinalIgnoreCase) == true
        )
        {
            return true;
        }

        foreach (var target in e.Targets)
        {
            if (string.Equals(target.DisplayName, name, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
