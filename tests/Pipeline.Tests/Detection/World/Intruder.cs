using System.Text.Json.Nodes;

namespace Pipeline.Tests.Detection.World;

/// <summary>What attackers do to people of an ordinary org, told from the attackers' side.</summary>
internal static class Intruder
{
    /// <summary>Prompts until one is accepted.</summary>
    public static IEnumerable<JsonObject> PushBombing(Person victim, DateTimeOffset at)
    {
        for (var i = 0; i < 6; i++)
        {
            yield return victim.Some.Prompt(at.AddSeconds(i * 40), Place.Attacker, $"bomb{victim.Number}-{i}");
            yield return victim.Some.Deny(at.AddSeconds((i * 40) + 9), $"bomb{victim.Number}-{i}", victim.Phone);
        }

        var last = at.AddSeconds(260);
        yield return victim.Some.Prompt(last, Place.Attacker, $"bomb{victim.Number}");
        yield return victim.Some.Accept(last.AddSeconds(8), $"bomb{victim.Number}", victim.Phone);
        yield return victim.Some.SessionStart(last.AddSeconds(10), Place.Attacker, $"bomb{victim.Number}");
    }

    /// <summary>One password on many accounts, from one address, and one of them had it.</summary>
    public static IEnumerable<JsonObject> Spray(IReadOnlyList<Person> people, DateTimeOffset at)
    {
        for (var i = 0; i < 30; i++)
        {
            yield return people[i * 3]
                .Some.Event(
                    "user.session.start",
                    at.AddSeconds(i * 9),
                    Place.Attacker,
                    null,
                    "FAILURE",
                    "INVALID_CREDENTIALS"
                );
        }

        yield return people[12].Some.SessionStart(at.AddSeconds(300), Place.Attacker, "spray");
    }

    /// <summary>The cookie of a session, used by a script elsewhere.</summary>
    public static IEnumerable<JsonObject> StolenCookie(Person victim, DateTimeOffset at)
    {
        yield return victim.Some.SessionStart(at, victim.Office, $"cookie{victim.Number}");
        yield return Same(victim.Some.Sso(at.AddMinutes(2), victim.Office, "0oa1"), victim);
        yield return Same(
            victim.Some.Sso(at.AddMinutes(30), Place.Attacker with { Agent = "python-requests/2.31" }, "0oa2"),
            victim
        );
        yield return Same(
            victim.Some.Sso(at.AddMinutes(31), Place.Attacker with { Agent = "python-requests/2.31" }, "0oa3"),
            victim
        );
    }

    /// <summary>The help desk was talked into it, and the caller enrols a phone of his own.</summary>
    public static IEnumerable<JsonObject> HelpDeskCall(Person victim, Person desk, DateTimeOffset at)
    {
        yield return desk.Some.On(victim.Some, "user.account.reset_password", at, desk.Office);
        yield return desk.Some.On(victim.Some, "user.mfa.factor.reset_all", at.AddMinutes(2), desk.Office);
        yield return victim.Some.On(victim.Some, "user.mfa.factor.activate", at.AddMinutes(9), Place.Attacker);
        yield return victim.Some.SessionStart(at.AddMinutes(10), Place.Attacker, $"call{victim.Number}");
        yield return victim.Some.Does("user.session.access_admin_app", at.AddMinutes(14), Place.Attacker);
    }

    private static JsonObject Same(JsonObject json, Person victim)
    {
        var prefix = victim.Some.Classic ? "102" : "idx";
        var id = $"{prefix}cookie{victim.Number}";
        return json.InSession(id);
    }
}
