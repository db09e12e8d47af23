using System.Globalization;
using System.Text;

namespace Pipeline.Benchmarks.Engine;

/// <summary>
/// System Log events of about 2.2 KB, the size of Okta's own on the wire: a quiet org with some denied pushes. The same
/// number gives the same text.
/// </summary>
internal static class EventTexts
{
    /// <summary>Tenants, and partitions of the inputs: the yardstick's number.</summary>
    public const int Tenants = 4;
    private const int Users = 1000;
    private static readonly DateTime Begin = new(2026, 1, 5, 8, 0, 0, DateTimeKind.Utc);

    private static readonly string[] Types =
    [
        "user.session.start",
        "user.authentication.sso",
        "policy.evaluate_sign_on",
        "user.authentication.auth_via_mfa",
        "user.authentication.verify",
        "user.authentication.sso",
        "system.push.send_factor_verify_push",
        "user.session.end",
    ];

    public static string Tenant(int number) => $"t{number % Tenants}";

    /// <summary>Ten events a second for each tenant.</summary>
    public static DateTime Published(int number) => Begin.AddMilliseconds(number / Tenants * 100);

    public static byte[] Text(int number, DateTime published)
    {
        var spread = (int)((uint)number * 2654435761 >> 8);
        var user = spread % Users;
        var denied = spread % 97 == 0;
        var type = denied ? "user.mfa.okta_verify.deny_push" : Types[spread % Types.Length];
        var result = denied ? "FAILURE" : "SUCCESS";
        var ip = $"198.51.{user % 100}.{user % 250}";
        var time = published.ToString("yyyy-MM-ddTHH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        // Line breaks between members are legal JSON, and keep this readable.
        return Encoding.UTF8.GetBytes(
            $$$$"""
            {"actor":{"id":"00u{{{{user:D17}}}}","type":"User","alternateId":"user{{{{user}}}}@example.com",
            "displayName":"Example User {{{{user}}}}","detailEntry":null},
            "client":{"userAgent":{"rawUserAgent":"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36",
            "os":"Windows 10","browser":"CHROME"},"zone":"null","device":"Computer","id":null,
            "ipAddress":"{{{{ip}}}}","geographicalContext":{"city":"Denver","state":"Colorado",
            "country":"United States","postalCode":"80202","geolocation":{"lat":39.7392,
            "lon":-104.9847}}},"device":null,"authenticationContext":{"authenticationProvider":null,
            "credentialProvider":null,"credentialType":null,"issuer":null,"interface":null,
            "authenticationStep":0,"rootSessionId":"102{{{{user:D14}}}}{{{{number / 400000:D4}}}}",
            "externalSessionId":"102{{{{user:D14}}}}{{{{number / 400000:D4}}}}"},
            "displayMessage":"Evaluation of an action of a user of the org","eventType":"{{{{type}}}}",
            "outcome":{"result":"{{{{result}}}}","reason":null},"published":"{{{{time}}}}",
            "securityContext":{"asNumber":64500,"asOrg":"example networks","isp":"example networks llc",
            "domain":"example.net","isProxy":false,"ipDetails":null,"userBehaviors":[]},
            "severity":"INFO","debugContext":{"debugData":{"requestId":"a{{{{number:D31}}}}",
            "dtHash":"d4{{{{user:D62}}}}","factor":"OKTA_VERIFY_PUSH",
            "requestUri":"/api/v1/authn/factors/opf3hkmw1n/verify","threatSuspected":"false",
            "url":"/api/v1/authn/factors/opf3hkmw1n/verify?rememberDevice=false&autoPush=false",
            "logOnlySecurityData":"{\"risk\":{\"level\":\"LOW\"},\"behaviors\":{\"New Geo-Location\":\"NEGATIVE\",\"New Device\":\"NEGATIVE\",\"New IP\":\"NEGATIVE\",\"New State\":\"NEGATIVE\",\"New Country\":\"NEGATIVE\",\"Velocity\":\"NEGATIVE\",\"New City\":\"NEGATIVE\"}}"}},
            "legacyEventType":"core.user.{{{{type}}}}","transaction":{"type":"WEB","id":"a{{{{number:D31}}}}",
            "detail":{}},"uuid":"{{{{number:x8}}}}-7c1d-11f0-9a55-000000000000","version":"0",
            "request":{"ipChain":[{"ip":"{{{{ip}}}}","geographicalContext":{"city":"Denver",
            "state":"Colorado","country":"United States","postalCode":"80202",
            "geolocation":{"lat":39.7392,"lon":-104.9847}},"version":"V4","source":null}]},
            "target":[{"id":"0oa{{{{spread % 40:D17}}}}","type":"AppInstance",
            "alternateId":"Example application {{{{spread % 40}}}}",
            "displayName":"Example application {{{{spread % 40}}}}",
            "detailEntry":{"signOnModeType":"SAML_2_0"}}]}
            """
        );
    }
}
