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
