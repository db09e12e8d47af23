namespace Pipeline.Processor.Events;

/// <summary>Which entities an event is about. System principals are nobody's user.</summary>
internal static class ConcernedEntities
{
    /// <summary>Every entity of a kind that the event concerns, each once.</summary>
    public static IReadOnlyList<string> Of(OktaEvent e, string kind) =>
        kind switch
        {
            EntityKind.User => Users(e),
            EntityKind.Ip => One(Address(e)),
            EntityKind.Network => One(NetworkOf(Address(e))),
            EntityKind.ApiToken => One(e.ApiTokenId),
            EntityKind.Session => One(e.RootSessionId ?? e.SessionId),
            EntityKind.Device => One(e.DeviceId),
            EntityKind.DeviceToken => One(e.DeviceToken),
            EntityKind.EnrolledDevice => One(EnrolledDevice(e)),
            EntityKind.Org => TheOrg,
            _ => [],
        };

    /// <summary>The value of the one org entity of a tenant.</summary>
    public const string Org = "org";

    private static readonly string[] TheOrg = [Org];

    /// <summary>
    /// The user an event is about when there is to be one: the first User target, else the actor if that is a user.
    /// </summary>
    public static string? PrimaryUser(OktaEvent e) => e.Target("User")?.Id ?? ActingUser(e);

    /// <summary>The Okta id of the actor, if the actor is a person.</summary>
    public static string? ActingUser(OktaEvent e) =>
        string.Equals(e.ActorType, "User", StringComparison.OrdinalIgnoreCase) ? e.ActorId : null;

    private static List<string> Users(OktaEvent e)
    {
        var users = new List<string>(2);
        if (ActingUser(e) is { } actor)
        {
            users.Add(actor);
        }

        foreach (var target in e.Targets)
        {
            if (
                string.Equals(target.Type, "User", StringComparison.OrdinalIgnoreCase)
                && target.Id is { } id
                && !users.Contains(id)
            )
            {
                users.Add(id);
            }
        }

        return users;
    }

    /// <summary>Where the request came from; of a ThreatInsight event the actor is the address.</summary>
    public static string? Address(OktaEvent e) =>
        string.Equals(e.ActorType, "IP address", StringComparison.OrdinalIgnoreCase)
            ? e.ActorId ?? e.ActorDisplayName ?? e.Ip
            : e.Ip;

    /// <summary>The device or phone of an event that makes it a factor; the client's own device is another matter.</summary>
    private static string? EnrolledDevice(OktaEvent e)
    {
        if (e.Is("device.user.add") || e.Is("device.enrollment.create"))
        {
            return e.Target("UDDevice")?.Id ?? e.Target("Device")?.Id ?? e.Detail("oktaDeviceId") ?? e.DeviceId;
        }

        return
            e.Is("system.sms.send_phone_verification_message")
            || e.Is("system.voice.send_phone_verification_call")
            || e.Is("user.mfa.factor.activate")
            ? e.Target("MobilePhone")?.Id ?? e.Target("Phone")?.Id
            : null;
    }

    private static string? NetworkOf(string? ip)
    {
        if (!System.Net.IPAddress.TryParse(ip, out var address))
        {
            return null;
        }

        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var length);
        var prefix = length == 4 ? 24 : 64;
        bytes[(prefix / 8)..length].Clear();
        return $"{new System.Net.IPAddress(bytes[..length])}/{prefix}";
    }

    private static string[] One(string? value) => value is null ? [] : [value];
}
