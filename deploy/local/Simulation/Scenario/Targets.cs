using System.Text;

namespace Pipeline.Local.Simulation.Scenario;

/// <summary>Things events point at.</summary>
internal static class Targets
{
    public static readonly Target SignOnPolicy = new(
        "00p1a2b3c4d5e6f7g8h9",
        "PolicyEntity",
        "unknown",
        "Default Policy",
        Encoding.UTF8.GetBytes("""{"policyType":"OktaSignOn"}""")
    );

    public static readonly Target SignOnRule = new(
        "0pr1a2b3c4d5e6f7g8h9",
        "PolicyRule",
        "00p1a2b3c4d5e6f7g8h9",
        "Default Rule"
    );

    public static readonly Target AdminConsole = new(
        "0oa0adminconsole0001",
        "AppInstance",
        "Okta Admin Console",
        "Okta Admin Console"
    );

    public static readonly Target Dashboard = new(
        "0oa0dashboard0000001",
        "AppInstance",
        "Okta Dashboard",
        "Okta Dashboard"
    );

    public static readonly Target Password = new(
        "lae0password00000001",
        "AuthenticatorEnrollment",
        "unknown",
        "Password"
    );

    private static readonly string[] AppNames = ["Wiki", "Mail", "Tickets", "Payroll", "Source Control", "Expenses"];

    public static readonly Target[] Apps =
    [
        .. AppNames.Select((name, i) => new Target($"0oa0application0000{i}", "AppInstance", name, name)),
    ];

    public static readonly Target Group = new("00g0engineering00001", "UserGroup", "unknown", "Engineering");

    public static readonly Target Zone = new("nzo0office0000000001", "NetworkZone", "unknown", "Office");

    /// <summary>
    /// The phone as an enrolled authenticator, with the method that was used. Note the space: kept as it is.
    /// </summary>
    public static readonly Target OktaVerify = new(
        "pfd0oktaverify000001",
        "AuthenticatorEnrollment",
        "unknown",
        "Okta Verify",
        Encoding.UTF8.GetBytes(
            """{"methodTypeUsed": "Get a push notification","methodUsedVerifiedProperties":"[USER_PRESENCE, DEVICE_BOUND, USER_VERIFYING, HARDWARE_PROTECTED]"}"""
        )
    );
}
