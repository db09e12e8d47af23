using Pipeline.Processor.Events;

namespace Pipeline.Processor.Detection.Timelines;

/// <summary>What in the log shows that a user is an administrator.</summary>
internal static class AdminActivity
{
    /// <summary>Who shows nothing of an administrator for a year is none.</summary>
    public static readonly TimeSpan Age = TimeSpan.FromDays(365);

    /// <summary>What shows it again within a month changes nothing.</summary>
    private static readonly TimeSpan Step = TimeSpan.FromDays(30);

    public static bool Shows(string user, OktaEvent e) =>
        IsGranted(user, e) || (IsConsole(e) && ConcernedEntities.ActingUser(e) == user);

    /// <summary>When the log last showed it, to within a month.</summary>
    /// <param name="seen">The same before the event.</param>
    /// <param name="user">The user.</param>
    /// <param name="e">The event.</param>
    public static DateTimeOffset? Seen(DateTimeOffset? seen, string user, OktaEvent e) =>
        Shows(user, e) && !(e.Published - seen < Step) ? e.Published : seen;

    /// <summary>The admin console was opened.</summary>
    private static bool IsConsole(OktaEvent e) =>
        (e.Is("user.session.access_admin_app") || IsConsoleApp(e)) && e.HasResult("SUCCESS");

    private static bool IsConsoleApp(OktaEvent e) =>
        e.Is("user.authentication.sso")
        && e.Target("AppInstance")?.DisplayName is { } app
        && app.Equals("Okta Admin Console", StringComparison.OrdinalIgnoreCase);

    /// <summary>The user was given an administrator's role.</summary>
    public static bool IsGranted(string user, OktaEvent e)
    {
        if (!e.Is("user.account.privilege.grant") || e.HasResult("FAILURE"))
        {
            return false;
        }

        foreach (var target in e.Targets)
        {
            if (target.Id == user && string.Equals(target.Type, "User", StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
