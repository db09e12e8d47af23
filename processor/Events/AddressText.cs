using System.Net;

namespace Pipeline.Processor.Events;

/// <summary>One spelling for each address, so that what is the same address is the same text.</summary>
internal static class AddressText
{
    /// <summary>
    /// An IPv6 address as RFC 5952 writes it, an IPv4 one inside it as itself; any other text as it is.
    /// </summary>
    public static string? Canonical(string? text) =>
        text is null || !text.Contains(':', StringComparison.Ordinal) || !IPAddress.TryParse(text, out var address)
            ? text
            : (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();
}
