using System.Text.Encodings.Web;
using System.Text.Json;

namespace Pipeline.Local.Simulation.Scenario;

/// <summary>
/// The org's judgement of a sign-in, in the two forms it is logged in: Java's map text and JSON in a text.
/// </summary>
internal sealed record Behaviour(JsonEncodedText Map, JsonEncodedText Risk, JsonEncodedText LogOnly)
{
    public static readonly Behaviour Usual = Encode(
        "{New Geo-Location=NEGATIVE, New Device=NEGATIVE, New IP=NEGATIVE, New State=NEGATIVE, New Country=NEGATIVE, "
            + "Velocity=NEGATIVE, New City=NEGATIVE}",
        "{level=LOW}",
        """{"risk":{"level":"LOW"},"behaviors":{"New Geo-Location":"NEGATIVE","New Device":"NEGATIVE","New IP":"NEGATIVE","New State":"NEGATIVE","New Country":"NEGATIVE","Velocity":"NEGATIVE","New City":"NEGATIVE"}}"""
    );

    public static readonly Behaviour Anomalous = Encode(
        "{New Geo-Location=POSITIVE, New Device=POSITIVE, New IP=POSITIVE, New State=POSITIVE, New Country=POSITIVE, "
            + "Velocity=POSITIVE, New City=POSITIVE}",
        "{reasons=Anomalous Device, Anomalous Location, level=HIGH}",
        """{"risk":{"reasons":"Anomalous Device, Anomalous Location","level":"HIGH"},"behaviors":{"New Geo-Location":"POSITIVE","New Device":"POSITIVE","New IP":"POSITIVE","New State":"POSITIVE","New Country":"POSITIVE","Velocity":"POSITIVE","New City":"POSITIVE"}}"""
    );

    // Escaped once: the quotes in a text of JSON would cost more than the rest of an event.
    private static Behaviour Encode(string map, string risk, string logOnly) =>
        new(Text(map), Text(risk), Text(logOnly));

    private static JsonEncodedText Text(string text) =>
        JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
}
