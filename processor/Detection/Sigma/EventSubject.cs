using Pipeline.Processor.Alerts;
using Pipeline.Processor.Events;

namespace Pipeline.Processor.Detection.Sigma;

/// <summary>
/// Whom an event is about: the acting user, else the user acted upon, else the address, else the organisation.
/// </summary>
internal static class EventSubject
{
    private const string UserType = "User";

    public static AlertEntity EntityOf(OktaEvent e, string tenant) =>
        UserOf(e) is { } user ? user
        : e.Ip is { } ip ? new AlertEntity(EntityKind.Ip, ip)
        : new AlertEntity(EntityKind.Org, tenant);

    /// <summary>
    /// The user; null for nobody Okta knows. Without an id the name is what somebody typed, which may be a password.
    /// </summary>
    public static AlertEntity? UserOf(OktaEvent e)
    {
        if (e.ActorId is { } id && UserType.Equals(e.ActorType, StringComparison.OrdinalIgnoreCase))
        {
            return new AlertEntity(EntityKind.User, id, e.ActorAlternateId ?? e.ActorDisplayName);
        }

        return e.Target(UserType) is { Id: { } target } user
            ? new AlertEntity(EntityKind.User, target, user.AlternateId ?? user.DisplayName)
            : null;
    }

    public static string? PlaceOf(OktaEvent e) =>
        (e.City, e.Country) switch
        {
            ({ } city, { } country) => $"{city}, {country}",
            (null, { } country) => country,
            ({ } city, null) => city,
            _ => null,
        };

    /// <summary>The other users and the address of an event.</summary>
    public static IReadOnlyList<AlertEntity> RelatedOf(OktaEvent e, AlertEntity entity)
    {
        var related = e
            .Targets.Where(x => x.Id is not null && UserType.Equals(x.Type, StringComparison.OrdinalIgnoreCase))
            .Select(x => new AlertEntity(EntityKind.User, x.Id!, x.AlternateId ?? x.DisplayName));
        if (e.Ip is { } ip)
        {
            related = related.Append(new AlertEntity(EntityKind.Ip, ip));
        }

        return [.. related.Where(x => x.Id != entity.Id).DistinctBy(x => (x.Type, x.Id))];
    }
}
