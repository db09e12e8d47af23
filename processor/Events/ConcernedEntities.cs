namespace Pipeline.Processor.Events;

/// <summary>Which entities an event is about. System principals are nobody's user.</summary>
internal static class ConcernedEntities
{
    /// <summary>Every entity of a kind that the event concerns, each once.</summary>
    public static IReadOnlyList<string> Of(OktaEvent e, string kind) =>
        kind switch
        {
            EntityKind.User => Users(e),
            EntityKind.Ip => One(e.Ip),
            EntityKind.Session => One(e.RootSessionId ?? e.SessionId),
            EntityKind.Device => One(e.DeviceId),
            EntityKind.DeviceToken => One(e.DeviceToken),
            EntityKind.Org => [Org],
            _ => [],
        };

    /// <summary>The value of the one org entity of a tenant.</summary>
    public const string Org = "org";

    /// <summary>
    /// The user an event is about when there is to be one: the first User target, else the actor if that is a user.
    /// </summary>
    public static string? PrimaryUser(OktaEvent e) => e.Target("User")?.Id ?? ActingUser(e);

    /// <summary>The Okta id of the actor, if the actor is a person.</summary>
    public static string? ActingUser(OktaEvent e) =>
        string.Equals(e.ActorType, "User", StringComparison.OrdinalIgnoreCase) ? e.ActorId : null;

    private static List<string> Users(OktaEvent e)
    {
        var users = new List<string>(2);
        if (ActingUser(e) is { } actor)
        {
            users.Add(actor);
        }

        foreach (var target in e.Targets)
        {
            if (
                string.Equals(target.Type, "User", StringComparison.OrdinalIgnoreCase)
                && target.Id is { } id
                && !users.Contains(id)
            )
            {
                users.Add(id);
            }
        }

        return users;
    }

    private static string[] One(string? value) => value is null ? [] : [value];
}
