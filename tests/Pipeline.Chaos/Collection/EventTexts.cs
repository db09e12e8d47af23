using System.Globalization;
using System.Text;

namespace Pipeline.Chaos.Collection;

/// <summary>Makes elements in all the shapes that a JSON text may have; the bytes are what must arrive.</summary>
internal sealed class EventTexts(Random random)
{
    private static readonly string[] Types =
    [
        "user.session.start",
        "user.authentication.auth_via_mfa",
        "policy.evaluate_sign_on",
        "application.user_membership.add",
        "system.api_token.create",
        "security.threat.detected",
    ];

    private int _serial;

    public LedgerEvent Next(DateTimeOffset now)
    {
        var serial = _serial++;
        var uuid = NewUuid();
        if (random.Next(1000) == 0)
        {
            return new LedgerEvent(uuid, Malformed(uuid), now, now, IsEvent: false);
        }

        // A few are persisted long after they happened; many share a millisecond.
        var published = random.Next(50) == 0 ? now.AddSeconds(-random.Next(1, 9000)) : now;
        var text = random.Next(10) switch
        {
            0 => Pretty(uuid, published, serial),
            1 => Escaped(uuid, published, serial),
            2 => Odd(uuid, published, serial),
            _ => Plain(uuid, published, serial, Filler()),
        };
        return new LedgerEvent(uuid, Encoding.UTF8.GetBytes(text), now, published, IsEvent: true);
    }

    private string Filler() =>
        random.Next(3000) == 0
            ? new string('x', 700_000 + random.Next(100_000))
            : new string('y', random.Next(40, 1500));

    private string NewUuid()
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes).ToString();
    }

    private static string Time(DateTimeOffset time) =>
        time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private string Plain(string uuid, DateTimeOffset at, int serial, string filler) =>
        $$$$"""
            {"uuid":"{{{{uuid}}}}","published":"{{{{Time(at)}}}}","eventType":"{{{{Types[
                serial % Types.Length
            ]}}}}","version":"0","severity":"INFO","displayMessage":"n {{{{serial}}}}","actor":{"id":"00u{{{{serial
                % 50}}}}","type":"User","alternateId":"u{{{{serial % 50}}}}@example.com","displayName":"U {{{{serial
                % 50}}}}","detailEntry":null},"client":{"ipAddress":"198.51.100.{{{{serial
                % 250}}}}","zone":"null"},"outcome":{"result":"SUCCESS","reason":null},"target":[],"debugContext":{"debugData":{"requestUri":"/x","filler":"{{{{filler}}}}"}}}
            """.Trim();

    private string Pretty(string uuid, DateTimeOffset at, int serial) =>
        $"{{\n  \"uuid\" : \"{uuid}\",\r\n\t\"published\":\"{Time(at)}\" ,\n  \"eventType\":\"{Types[serial % Types.Length]}\",\n"
        + $"  \"actor\" : {{ \"id\" : \"00u{serial}\" , \"type\" : \"User\" }},\n  \"outcome\" : null , \"list\" : [ ] \n}}";

    private string Escaped(string uuid, DateTimeOffset at, int serial) =>
        $"{{\"displayMessage\":\"\\u00e9\\ud83d\\ude00 \\\"}}]{{[\\\\ \\/ \\b\\t é 日本 😀\",\"uuid\":\"{uuid}\",\"published\":\"{Time(at)}\","
        + $"\"eventType\":\"{Types[serial % Types.Length]}\",\"debugContext\":{{\"debugData\":{{\"a\":\"[{{]\",\"b\":\"\\\\\"}}}}}}";

    private string Odd(string uuid, DateTimeOffset at, int serial) =>
        $"{{\"version\":0,\"n\":1.0E+2,\"m\":-0.0,\"big\":123456789012345678901234567890,\"uuid\":\"{uuid}\",\"published\":\"{Time(at)}\","
        + $"\"eventType\":\"unheard.of.type{serial % 3}\",\"x\":1,\"x\":2,\"deep\":{new string('[', 40)}{new string(']', 40)},\"e\":{{}}}}";

    private byte[] Malformed(string uuid) =>
        Encoding.UTF8.GetBytes(
            random.Next(3) switch
            {
                0 => $"{{\"uuid\":\"{uuid}\",\"published\":}}",
                1 => $"{{\"no\":\"uuid {uuid}\"}}",
                _ => $"\"{uuid}\"",
            }
        );
}
