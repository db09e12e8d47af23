using Pipeline.Processor.Events;

namespace Pipeline.Processor.Detection.Detectors.Places;

/// <summary>
/// Providers whose addresses stand where their gateway does, not where the user is: satellites, aeroplanes, relays and
/// the proxies of companies.
/// </summary>
internal static class Gateways
{
    /// <summary>Parts of the names of autonomous systems, as Okta spells them.</summary>
    private static readonly string[] Names =
    [
        "space exploration",
        "starlink",
        "hughes network",
        "viasat",
        "inmarsat",
        "intelsat",
        "oneweb",
        "gogo",
        "panasonic avionics",
        "icloud",
        "cloudflare",
        "akamai",
        "zscaler",
        "netskope",
        "cato networks",
        "iboss",
        "menlo security",
        "palo alto networks",
    ];

    public static bool Is(OktaEvent e)
    {
        if (e.AsOrg is not { } name)
        {
            return false;
        }

        foreach (var gateway in Names)
        {
            if (name.Contains(gateway, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
