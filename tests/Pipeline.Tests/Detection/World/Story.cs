using System.Text.Json.Nodes;
using Pipeline.Processor.Alerts;

namespace Pipeline.Tests.Detection.World;

/// <summary>
/// What an attacker does to somebody, and what must come of it; or what somebody does without any harm.
/// </summary>
/// <param name="Name">Of the story.</param>
/// <param name="Rule">The detection that must see it; null where nobody must be alerted.</param>
/// <param name="Least">The least severity it must have.</param>
/// <param name="Events">The events, told of somebody, at <see cref="Some.Noon"/>.</param>
/// <param name="Needs">Parts of events without which it cannot be told from anything else.</param>
internal sealed record Story(
    string Name,
    string? Rule,
    Severity Least,
    Func<Some, IEnumerable<JsonObject>> Events,
    params Lack[] Needs
)
{
    /// <summary>It is one only for somebody whose habits are known.</summary>
    public bool NeedsHistory { get; init; }

    /// <summary>It is that something did not happen, so it shows only when time has passed.</summary>
    public bool IsSilence { get; init; }

    public static DateTimeOffset At(double seconds) => Some.Noon.AddSeconds(seconds);

    /// <summary>A sign-in with password and a second factor, as the engine of the org logs it.</summary>
    public static IEnumerable<JsonObject> SignIn(Some some, double at, Place from, string flow)
    {
        if (!some.Classic)
        {
            yield return some.Factor(At(at), from, "PASSWORD_AS_FACTOR", flow);
        }

        yield return some.SessionStart(At(at + 1), from, flow);
        yield return some.Factor(At(at + 8), from, some.Classic ? "GOOGLE_AUTHENTICATOR" : "OKTA_SOFT_TOKEN", flow);
        if (!some.Classic)
        {
            yield return some.Verify(At(at + 9), from, flow);
        }
    }

    /// <summary>Events of one session, whatever else they are.</summary>
    public static IEnumerable<JsonObject> InOneSession(Some some, string session, IEnumerable<JsonObject> events) =>
        events.Select(x => x.InSession((some.Classic ? "102" : "idx") + session));

    /// <summary>A session begun at home, and its cookie used elsewhere half an hour later.</summary>
    public static IEnumerable<JsonObject> Cookie(Some some, Place thief) =>
        InOneSession(
            some,
            "c",
            [
                .. SignIn(some, 0, Place.Home, "c"),
                some.Sso(At(60), Place.Home, "0oa1"),
                some.Sso(At(1800), thief, "0oa2"),
                some.Sso(At(1810), thief, "0oa3"),
            ]
        );

    /// <summary>A wrong password, as the engine of the org logs it.</summary>
    public static JsonObject Refused(Some some, double at, Place from, string flow)
    {
        if (some.Classic)
        {
            return some.Event("user.session.start", At(at), from, null, "FAILURE", "INVALID_CREDENTIALS");
        }

        var json = some.Event("user.authentication.auth_via_mfa", At(at), from, flow, "FAILURE", "INVALID_CREDENTIALS");
        Some.Debug(json)["factor"] = "PASSWORD_AS_FACTOR";
        return json;
    }

    /// <summary>Mornings of nearly two weeks at the usual laptop.</summary>
    public static IEnumerable<JsonObject> Habit(Some some) =>
        Enumerable.Range(1, 12).SelectMany(x => SignIn(some, -86_400 * x - 14_400, Place.Home, $"h{x}"));

    public static Some Other(Some like, int i) =>
        new($"00uother{i:d4}YqdM8ms4", $"user{i}@example.com") { Classic = like.Classic };
}
