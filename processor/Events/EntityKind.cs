namespace Pipeline.Processor.Events;

/// <summary>Kinds of entity that state is kept for. The names are part of record keys.</summary>
internal static class EntityKind
{
    public const string User = "user";
    public const string Ip = "ip";
    public const string Session = "session";
    public const string Device = "device";
    public const string DeviceToken = "device-token";

    /// <summary>A device or phone that became a factor of a user, by its id.</summary>
    public const string EnrolledDevice = "enrolled-device";

    /// <summary>
    /// The /24 of an IPv4 address, the /64 of an IPv6 address: what one attacker has many addresses of.
    /// </summary>
    public const string Network = "network";

    /// <summary>An API token, by its id.</summary>
    public const string ApiToken = "api-token";
    public const string Org = "org";
    public const string Clock = "clock";
}
