using System.Text.Json.Nodes;

namespace Pipeline.Tests.Detection;

/// <summary>What somebody does to somebody, in the shape of the wire.</summary>
internal static class Act
{
    public static Some HelpDesk { get; } = new("00uhelpdesk1", "helpdesk@example.com");

    public static Some Dana { get; } = new();

    /// <summary>An act of an actor upon a user.</summary>
    public static JsonObject On(
        this Some actor,
        Some user,
        string type,
        DateTimeOffset at,
        Place from,
        string? reason = null
    )
    {
        var json = actor.Event(type, at, from, null, "SUCCESS", reason);
        json["target"] = new JsonArray(Target(user.User, "User", user.Login));
        return json;
    }

    /// <summary>An act of a user upon something.</summary>
    public static JsonObject Does(
        this Some actor,
        string type,
        DateTimeOffset at,
        Place from,
        string? id = null,
        string kind = "Token"
    )
    {
        var json = actor.Event(type, at, from, null, "SUCCESS");
        json["target"] = id is null ? null : new JsonArray(Target(id, kind, "unknown"));
        return json;
    }

    /// <summary>ThreatInsight reports an address: the actor is the address itself.</summary>
    public static JsonObject Threat(DateTimeOffset at, Place from)
    {
        var json = new Some("00unobody").Event("security.threat.detected", at, from, null, "DENY", "Password Spray");
        json["actor"] = new JsonObject
        {
            ["id"] = from.Ip,
            ["type"] = "IP address",
            ["alternateId"] = "unknown",
            ["displayName"] = from.Ip,
        };
        return json;
    }

    /// <summary>A user comes in through a provider of identities.</summary>
    public static JsonObject Federated(
        this Some user,
        DateTimeOffset at,
        Place from,
        string issuer,
        string type = "user.authentication.auth_via_IDP"
    )
    {
        var json = user.Event(type, at, from, null, "SUCCESS");
        json["authenticationContext"]!["issuer"] = new JsonObject { ["id"] = issuer, ["type"] = "IDP" };
        return json;
    }

    /// <summary>The same, done with an API token.</summary>
    public static JsonObject ByToken(this JsonObject json, string token)
    {
        json["transaction"]!["detail"] = new JsonObject { ["requestApiTokenId"] = token };
        return json;
    }

    /// <summary>The same, in a session.</summary>
    public static JsonObject InSession(this JsonObject json, string id)
    {
        json["authenticationContext"] = new JsonObject { ["rootSessionId"] = id, ["externalSessionId"] = id };
        return json;
    }

    public static JsonObject WithDetail(this JsonObject json, string key, string value)
    {
        Some.Debug(json)[key] = value;
        return json;
    }

    public static JsonObject Target(string id, string type, string name) =>
        new()
        {
            ["id"] = id,
            ["type"] = type,
            ["alternateId"] = name,
            ["displayName"] = name,
        };
}
