namespace Pipeline.Local.Simulation.Users;

/// <summary>The life of an account, spelled by the Users API in capitals with underscores.</summary>
internal static class UserStatus
{
    public const string Deprovisioned = "DEPROVISIONED";

    public static readonly string[] All =
    [
        "ACTIVE",
        "STAGED",
        "PROVISIONED",
        "RECOVERY",
        "PASSWORD_EXPIRED",
        "LOCKED_OUT",
        "SUSPENDED",
        Deprovisioned,
    ];
}
