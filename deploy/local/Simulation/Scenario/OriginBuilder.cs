using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Pipeline.Local.Simulation.Scenario;

/// <summary>Writes the JSON pieces of an <see cref="Origin"/> once; events copy them.</summary>
internal static class OriginBuilder
{
    private static readonly JsonWriterOptions Options = new()
    {
        // The API writes text as UTF-8, not as escapes.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    /// <param name="ip">A documentation address (RFC 5737, RFC 3849).</param>
    /// <param name="asNumber">A documentation AS number (RFC 5398).</param>
    /// <param name="asOrg">Its holder.</param>
    /// <param name="place">Where geolocation puts the address.</param>
    /// <param name="agent">The browser or app.</param>
    /// <param name="isProxy">What the address database says about it.</param>
    public static Origin Build(string ip, int asNumber, string asOrg, Place place, Agent agent, bool isProxy = false)
    {
        return new Origin(
            ip,
            Json(w => Client(w, ip, place, agent)),
            Json(w => Security(w, asNumber, asOrg, isProxy)),
            Json(w => IpChain(w, ip, place))
        );
    }

    /// <summary>Renders a piece of JSON.</summary>
    public static byte[] Json(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            write(writer);
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void Client(Utf8JsonWriter w, string ip, Place place, Agent agent)
    {
        w.WriteStartObject();
        w.WriteStartObject("userAgent");
        w.WriteString("rawUserAgent", agent.Raw);
        w.WriteString("os", agent.Os);
        w.WriteString("browser", agent.Browser);
        w.WriteEndObject();
        w.WriteString("zone", "null");
        w.WriteString("device", agent.Device);
        w.WriteNull("id");
        w.WriteString("ipAddress", ip);
        Geography(w, place);
        w.WriteEndObject();
    }

    private static void Geography(Utf8JsonWriter w, Place place)
    {
        w.WriteStartObject("geographicalContext");
        w.WriteString("city", place.City);
        w.WriteString("state", place.State);
        w.WriteString("country", place.Country);
        w.WritePropertyName("postalCode");
        w.WriteRawValue(place.PostalCode, skipInputValidation: true);
        w.WriteStartObject("geolocation");
        w.WritePropertyName("lat");
        w.WriteRawValue(place.Lat, skipInputValidation: true);
        w.WritePropertyName("lon");
        w.WriteRawValue(place.Lon, skipInputValidation: true);
        w.WriteEndObject();
        w.WriteEndObject();
    }

    private static void Security(Utf8JsonWriter w, int asNumber, string asOrg, bool isProxy)
    {
        w.WriteStartObject();
        w.WriteNumber("asNumber", asNumber);
        w.WriteString("asOrg", asOrg);
        w.WriteString("isp", asOrg.ToLower(CultureInfo.InvariantCulture));
        w.WriteString("domain", "example.net");
        w.WriteBoolean("isProxy", isProxy);
        w.WriteEndObject();
    }

    private static void IpChain(Utf8JsonWriter w, string ip, Place place)
    {
        w.WriteStartArray();
        w.WriteStartObject();
        w.WriteString("ip", ip);
        Geography(w, place);
        w.WriteString("version", ip.Contains(':', StringComparison.Ordinal) ? "V6" : "V4");
        w.WriteNull("source");
        w.WriteEndObject();
        w.WriteEndArray();
    }
}
