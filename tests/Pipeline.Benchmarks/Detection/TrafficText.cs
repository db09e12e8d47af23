using System.Globalization;
using System.Text;

namespace Pipeline.Benchmarks.Detection;

/// <summary>Ordinary traffic of an org, in the shape of the wire, about 2 KB an event; the same for a seed.</summary>
internal sealed class TrafficText(int users, int seed)
{
    private static readonly (string Type, int Weight)[] Types =
    [
        ("user.authentication.sso", 35),
        ("policy.evaluate_sign_on", 20),
        ("user.session.start", 10),
        ("user.authentication.verify", 10),
        ("user.authentication.auth_via_mfa", 8),
        ("system.email.delivery", 5),
        ("application.user_membership.add", 3),
        ("group.user_membership.add", 3),
        ("user.lifecycle.update", 3),
        ("user.session.end", 3),
    ];

    private readonly Random _random = new(seed);
    private DateTime _time = new(2026, 5, 1, 6, 0, 0, DateTimeKind.Utc);
    private int _number;

    /// <summary>Event times of consecutive events are this far apart on average.</summary>
    public TimeSpan Pace { get; set; } = TimeSpan.FromMilliseconds(20);

    public byte[] Next() => Next(_random.Next(users), Pick());

    /// <summary>An event of one user.</summary>
    public byte[] Next(int user, string type)
    {
        _time += Pace * (2 * _random.NextDouble());
        var n = _number++;
        var factor = type.EndsWith("auth_via_mfa", StringComparison.Ordinal) ? "\"factor\":\"OKTA_VERIFY_PUSH\"," : "";
        var target = type.EndsWith("sso", StringComparison.Ordinal)
            ? $"[{{\"id\":\"0oa{_random.Next(40)}\",\"type\":\"AppInstance\",\"alternateId\":\"App\",\"displayName\":\"App\"}}]"
            : "null";
        return Encoding.UTF8.GetBytes(
            $$$$$"""
            {"uuid":"{{{{{n:x8}}}}}-0000-4000-8000-{{{{{user:x12}}}}}","published":"{{{{{Time()}}}}}","eventType":"{{{{{type}}}}}","version":"0","severity":"INFO","legacyEventType":null,"displayMessage":"Something ordinary","actor":{"id":"00u{{{{{user:d12}}}}}","type":"User","alternateId":"user{{{{{user}}}}}@example.com","displayName":"User {{{{{user}}}}}","detailEntry":null},"client":{"userAgent":{"rawUserAgent":"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36","os":"Windows 10","browser":"CHROME"},"zone":"null","device":"Computer","id":null,"ipAddress":"{{{{{10
                + (user >> 16)}}}}}.{{{{{user >> 8 & 255}}}}}.{{{{{user
                & 255}}}}}.7","geographicalContext":{"city":"Paris","state":"Paris","country":"France","postalCode":null,"geolocation":{"lat":48.85,"lon":2.35}}},"device":null,"authenticationContext":{"authenticationProvider":null,"credentialProvider":null,"credentialType":null,"issuer":null,"interface":null,"authenticationStep":0,"rootSessionId":"idx{{{{{user}}}}}","externalSessionId":"idx{{{{{user}}}}}"},"outcome":{"result":"SUCCESS","reason":null},"securityContext":{"asNumber":{{{{{64500
                + (
                    user % 20
                )}}}}},"asOrg":"example residential","isp":"example residential","domain":null,"isProxy":false},"debugContext":{"debugData":{{{{{{factor}}}}}"requestId":"req{{{{{n}}}}}","requestUri":"/idp/idx/identify","url":"/idp/idx/identify?","threatSuspected":"false","dtHash":"{{{{{user:x32}}}}}","traceId":"{{{{{n:x32}}}}}","behaviors":"{New Geo-Location=NEGATIVE, New Device=NEGATIVE, New IP=NEGATIVE, New State=NEGATIVE, New Country=NEGATIVE, Velocity=NEGATIVE, New City=NEGATIVE}","logOnlySecurityData":"{\"risk\":{\"level\":\"LOW\"},\"behaviors\":{\"New Geo-Location\":\"NEGATIVE\",\"New Device\":\"NEGATIVE\",\"New IP\":\"NEGATIVE\"}}"}},"transaction":{"type":"WEB","id":"req{{{{{n}}}}}","detail":{}},"request":{"ipChain":[{"ip":"198.51.100.23","geographicalContext":null,"version":"V4","source":null}]},"target":{{{{{target}}}}}}
            """
        );
    }

    private string Time() => _time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private string Pick()
    {
        var at = _random.Next(Types.Sum(x => x.Weight));
        foreach (var (type, weight) in Types)
        {
            at -= weight;
            if (at < 0)
            {
                return type;
            }
        }

        return Types[0].Type;
    }
}
