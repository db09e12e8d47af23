using System.Buffers;
using Pipeline.Processor.Events;

namespace Pipeline.Processor.Detection.Detectors.Sessions;

/// <summary>What a user agent says of the program, as far as it can be believed.</summary>
internal static class UserAgents
{
    private static readonly SearchValues<string> Scripts = SearchValues.Create(
        [
            "python-requests",
            "python-urllib",
            "aiohttp",
            "httpx",
            "curl/",
            "wget/",
            "go-http-client",
            "okhttp",
            "headless",
            "phantomjs",
            "axios/",
            "node-fetch",
            "postmanruntime",
            "libwww-perl",
            "java/",
            "powershell",
        ],
        StringComparison.OrdinalIgnoreCase
    );

    private static readonly SearchValues<string> Oktas = SearchValues.Create(
        ["Okta-Integrations", "OktaVerify", "com.okta."],
        StringComparison.OrdinalIgnoreCase
    );

    /// <summary>A program that is no browser, by its own words.</summary>
    public static bool IsScript(OktaEvent e) => e.UserAgent.AsSpan().ContainsAny(Scripts);

    /// <summary>Okta's own clients act within a user's session: the admin console, integrations, Okta Verify.</summary>
    public static bool IsOktas(OktaEvent e) =>
        e.ClientId?.StartsWith("okta.", StringComparison.OrdinalIgnoreCase) == true
        || e.UserAgent.AsSpan().ContainsAny(Oktas);
}
