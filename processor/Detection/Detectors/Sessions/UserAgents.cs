using Pipeline.Processor.Events;

namespace Pipeline.Processor.Detection.Detectors.Sessions;

/// <summary>What a user agent says of the program, as far as it can be believed.</summary>
internal static class UserAgents
{
    private static readonly string[] Scripts =
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
    ];

    /// <summary>A program that is no browser, by its own words.</summary>
    public static bool IsScript(OktaEvent e)
    {
        if (e.UserAgent is not { } agent)
        {
            return false;
        }

        foreach (var script in Scripts)
        {
            if (agent.Contains(script, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Okta's own clients act within a user's session: the admin console, integrations, Okta Verify.</summary>
    public static bool IsOktas(OktaEvent e) =>
        e.ClientId?.StartsWith("okta.", StringComparison.OrdinalIgnoreCase) == true
        || (
            e.UserAgent is { } agent
            && (
                agent.Contains("Okta-Integrations", StringComparison.OrdinalIgnoreCase)
                || agent.Contains("OktaVerify", StringComparison.OrdinalIgnoreCase)
                || agent.Contains("com.okta.", StringComparison.OrdinalIgnoreCase)
            )
        );
}
