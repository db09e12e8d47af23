using System.Buffers;

namespace Pipeline.Processor.Events;

/// <summary>
/// Providers whose addresses stand where their gateway does, not where the user is: satellites, aeroplanes, relays and
/// the proxies of companies.
/// </summary>
internal static class Gateways
{
    /// <summary>Parts of the names of autonomous systems, as Okta spells them.</summary>
    private static readonly SearchValues<string> Names = SearchValues.Create(
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
        ],
        StringComparison.OrdinalIgnoreCase
    );

    /// <summary>Whether a position is a phone's, which its carrier puts anywhere, or a gateway's.</summary>
    public static bool IsRoaming(OktaEvent e) =>
        string.Equals(e.ClientDevice, "Mobile", StringComparison.OrdinalIgnoreCase) || Is(e);

    private static bool Is(OktaEvent e) => e.AsOrg is { } name && name.AsSpan().ContainsAny(Names);
}
