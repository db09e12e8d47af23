namespace Pipeline.Producer.Okta;

/// <summary>URL of the listing of all users of an org.</summary>
internal static class UsersUrl
{
    /// <summary>Okta's maximum for most orgs.</summary>
    public const int MaxLimit = 200;

    /// <summary>
    /// Okta's statuses. A plain listing would leave out DEPROVISIONED; a search for each status does not.
    /// </summary>
    public static readonly string[] Statuses =
    [
        "STAGED",
        "PROVISIONED",
        "ACTIVE",
        "RECOVERY",
        "PASSWORD_EXPIRED",
        "LOCKED_OUT",
        "SUSPENDED",
        "DEPROVISIONED",
    ];

    /// <param name="org">The org.</param>
    /// <param name="limit">Users a page.</param>
    public static string First(OrgUrl org, int limit = MaxLimit)
    {
        var search = string.Join(" or ", Statuses.Select(x => $"status eq \"{x}\""));
        // Fields keep the answer small: only the status counts.
        return $"{org.Text}/api/v1/users?limit={limit}&fields=id%2Cstatus&search={Uri.EscapeDataString(search)}";
    }
}
