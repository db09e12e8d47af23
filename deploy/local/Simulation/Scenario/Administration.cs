namespace Pipeline.Local.Simulation.Scenario;

/// <summary>What administrators do, and what happens to accounts.</summary>
internal static class Administration
{
    public static EventDraft AdminApp(Visit admin, int request) =>
        SignIn.Browser(admin, request, "user.session.access_admin_app", "User accessing Okta admin app") with
        {
            RequestUri = "/admin/sso/request",
            Targets = [Targets.AdminConsole],
        };

    public static EventDraft GroupMember(Visit admin, int request, Person member, bool added) =>
        Action(
            admin,
            request,
            added ? "group.user_membership.add" : "group.user_membership.remove",
            added ? "Add user to group membership" : "Remove user from group membership",
            added ? "core.user_group_member.user_add" : "core.user_group_member.user_remove",
            "/api/v1/groups/00g0engineering00001/users",
            [member.AsTarget(), Targets.Group]
        );

    public static EventDraft TokenCreated(Visit admin, int request) =>
        Action(
            admin,
            request,
            "system.api_token.create",
            "Create API token",
            "api.token.create",
            "/api/internal/tokens",
            [new Target(Ids.Object("00T", admin.Key, (ulong)request), "Token", "unknown", "Inventory job")]
        ) with
        {
            Debug =
            [
                ("networkConnection", "ZONE"),
                ("includedNetworkZones", "[Office]"),
                ("rateLimitPercentage", "50"),
            ],
        };

    public static EventDraft ZoneUpdated(Visit admin, int request) =>
        Action(admin, request, "zone.update", "Network zone update", null, "/api/v1/zones", [Targets.Zone]) with
        {
            Debug =
            [
                ("zoneData", """{"type":"IP","gateways":[{"type":"CIDR","value":"192.0.2.0/28"}],"proxies":[]}"""),
            ],
        };

    public static EventDraft UserCreated(Visit admin, int request, Person user) =>
        Action(
            admin,
            request,
            "user.lifecycle.create",
            "Create okta user",
            "core.user.config.user_creation.success",
            "/api/v1/users",
            [user.AsTarget()]
        );

    public static EventDraft UserActivated(Visit admin, int request, Person user) =>
        Action(
            admin,
            request,
            "user.lifecycle.activate",
            "Activate Okta user",
            "core.user.config.user_activated",
            "/api/v1/users",
            [user.AsTarget()]
        );

    public static EventDraft Unlocked(Visit admin, int request, Person user) =>
        Action(
            admin,
            request,
            "user.account.unlock_by_admin",
            "Unlock user account",
            "core.user.config.user_unlock",
            "/api/v1/users",
            [user.AsTarget()]
        );

    /// <summary>Severity DEBUG is how the org logs it.</summary>
    public static EventDraft LockedOut(Visit visit, int request) =>
        SignIn.Browser(visit, request, "user.account.lock", "Max sign in attempts exceeded") with
        {
            Legacy = "core.user_auth.account_locked",
            Severity = "DEBUG",
            Result = "FAILURE",
            Reason = "LOCKED_OUT",
            Session = null,
            Targets = [visit.Person.AsTarget()],
        };

    private static EventDraft Action(
        Visit admin,
        int request,
        string eventType,
        string message,
        string? legacy,
        string uri,
        Target[] targets
    ) =>
        SignIn.Browser(admin, request, eventType, message) with
        {
            Legacy = legacy,
            RequestUri = uri,
            Targets = targets,
        };
}
