using System.Text.Json.Nodes;

namespace Pipeline.Tests.Detection.Credentials;

/// <summary>Refused and accepted passwords, in both of Okta's engines.</summary>
internal static class Tries
{
    /// <summary>One refused password: one event on Classic, two on Identity Engine.</summary>
    public static IEnumerable<JsonObject> Refused(this Some user, DateTimeOffset at, Place from)
    {
        var start = user.Event("user.session.start", at, from, null, "FAILURE", "INVALID_CREDENTIALS");
        if (!user.Classic)
        {
            var factor = user.Event(
                "user.authentication.auth_via_mfa",
                at,
                from,
                null,
                "FAILURE",
                "INVALID_CREDENTIALS"
            );
            Some.Debug(factor)["factor"] = "PASSWORD_AS_FACTOR";
            factor["transaction"]!["id"] = (string)start["transaction"]!["id"]!;
            yield return factor;
        }

        yield return start;
    }

    /// <summary>A name Okta does not know.</summary>
    public static IEnumerable<JsonObject> Guessed(string login, DateTimeOffset at, Place from)
    {
        foreach (var json in new Some("unknown", login) { Classic = true }.Refused(at, from))
        {
            json["uuid"] = $"{json["uuid"]}-{login}";
            yield return json;
        }
    }

    /// <summary>The password was right.</summary>
    public static JsonObject Password(this Some user, DateTimeOffset at, Place from) =>
        user.Classic ? user.SessionStart(at, from, "won") : user.Factor(at, from, "PASSWORD_AS_FACTOR", "won");

    public static Some User(int number, bool classic = false) =>
        new($"00uc{number:d4}", $"user{number}@example.com") { Classic = classic };
}
