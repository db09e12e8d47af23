using Pipeline.Schemas.LogEvents;

namespace Pipeline.Processor.Events;

/// <summary>Which entities an event is about. System principals are nobody's user.</summary>
internal static class ConcernedEntities
{
    /// <summary>Every entity of a kind that the event concerns, each once.</summary>
    public static IReadOnlyList<string> Of(OktaEvent e, string kind) =>
        kind == EntityKind.User ? Users(e)
        : OneOf(e, kind) is { } value ? [value]
        : [];

    /// <summary>The entity of a kind that the event concerns; of users there may be several.</summary>
    public static string? OneOf(OktaEvent e, string kind) =>
        kind switch
        {
            EntityKind.Ip => Address(e),
            EntityKind.Network => NetworkOf(Address(e)),
            EntityKind.ApiToken => e.ApiTokenId,
            EntityKind.Session => e.RootSessionId ?? e.SessionId,
            EntityKind.Device => e.DeviceId,
            EntityKind.DeviceToken => e.DeviceToken,
            EntityKind.EnrolledDevice => EnrolledDevice(e),
            EntityKind.Org => Org,
            _ => null,
        };

    /// <summary>The value of the one org entity of a tenant.</summary>
    public const string Org = "org";

    /// <summary>
    /// The user an event is about when there is to be one: the first User target, else the actor if that is a user.
    /// </summary>
    public static string? PrimaryUser(OktaEvent e) => e.Target("User")?.Id ?? ActingUser(e);

    /// <summary>The Okta id of the actor, if the actor is a person.</summary>
    public static string? ActingUser(OktaEvent e) =>
        string.Equals(e.ActorType, "User", StringComparison.OrdinalIgnoreCase) ? e.ActorId : null;

    /// <summary>The users that the event concerns, each once.</summary>
    public static List<string> Users(OktaEvent e)
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
            ? AddressText.Canonical(e.ActorId ?? e.ActorDisplayName) ?? e.Ip
            : e.Ip;

    /// <summary>
    /// The device or phone of an event that makes it a factor; the client's own device is another matter.
    /// </summary>
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
        if (ip is not null && IsPlain(ip))
        {
            Span<char> network = stackalloc char[20];
            var host = ip.LastIndexOf('.') + 1;
            ip.AsSpan(0, host).CopyTo(network);
            "0/24".CopyTo(network[host..]);
            return Vocabulary.Of(network[..(host + 4)]);
        }

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

    /// <summary>
    /// An IPv4 address as nearly every event has it: four numbers of the usual form, so that no parser is needed.
    /// </summary>
    private static bool IsPlain(string ip)
    {
        var (parts, digits, number) = (1, 0, 0);
        foreach (var letter in ip)
        {
            if (letter == '.' && digits > 0)
            {
                (parts, digits, number) = (parts + 1, 0, 0);
            }
            else if (char.IsAsciiDigit(letter) && (digits == 0 || number > 0))
            {
                (digits, number) = (digits + 1, (number * 10) + (letter - '0'));
            }
            else
            {
                return false;
            }

            if (number > byte.MaxValue)
            {
                return false;
            }
        }

        return parts == 4 && digits > 0;
    }
}
