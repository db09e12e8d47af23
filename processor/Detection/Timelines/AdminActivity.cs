using Pipeline.Processor.Events;

namespace Pipeline.Processor.Detection.Timelines;

/// <summary>What in the log shows that a user is an administrator.</summary>
internal static class AdminActivity
{
    public static bool Shows(string user, OktaEvent e) =>
        IsGranted(user, e)
        || (e.Is("user.session.access_admin_app") && e.HasResult("SUCCESS") && ConcernedEntities.ActingUser(e) == user);

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
