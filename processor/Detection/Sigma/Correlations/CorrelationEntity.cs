using Pipeline.Processor.Alerts;
using Pipeline.Processor.Events;

namespace Pipeline.Processor.Detection.Sigma.Correlations;

/// <summary>Who or what the alert of a correlation is about: what it groups by.</summary>
internal static class CorrelationEntity
{
    /// <summary>Users and addresses an alert lists besides its entity.</summary>
    private const int MaxRelated = 20;

    public static AlertEntity Of(
        SigmaCorrelation correlation,
        string tenant,
        IReadOnlyList<string> group,
        IReadOnlyList<HitFacts> events
    )
    {
        // A user says more than an address, whatever the order of the fields.
        var kinds = correlation.GroupBy.Select(x => KindOf(x.ByRule[0].LoosePath)).ToList();
        if (kinds.IndexOf(EntityKind.User) is var user and >= 0)
        {
            var known = events.FirstOrDefault(x => x.UserId is not null);
            var isLogin = correlation
                .GroupBy[user]
                .ByRule[0]
                .LoosePath.EndsWith("alternateid", StringComparison.Ordinal);
            return isLogin
                ? new AlertEntity(EntityKind.User, known?.UserId ?? group[user], known?.UserName)
                : new AlertEntity(
                    EntityKind.User,
                    group[user],
                    events.FirstOrDefault(x => x.UserId == group[user])?.UserName
                );
        }

        for (var i = 0; i < kinds.Count; i++)
        {
            if (kinds[i] is { } kind)
            {
                return new AlertEntity(kind, group[i]);
            }
        }

        return group.Count == 0 ? new AlertEntity(EntityKind.Org, tenant) : new AlertEntity(SigmaHit.Kind, group[0]);
    }

    public static IReadOnlyList<AlertEntity> Related(IReadOnlyList<HitFacts> events)
    {
        var users = events
            .Where(x => x.UserId is not null)
            .Select(x => new AlertEntity(EntityKind.User, x.UserId!, x.UserName))
            .DistinctBy(x => x.Id);
        var addresses = events
            .Where(x => x.Ip is not null)
            .Select(x => new AlertEntity(EntityKind.Ip, x.Ip!))
            .DistinctBy(x => x.Id);
        return [.. users.Take(MaxRelated), .. addresses.Take(MaxRelated)];
    }

    private static string? KindOf(string path) =>
        path switch
        {
            "actor.id" or "actor.alternateid" or "target.id" or "target.alternateid" => EntityKind.User,
            "client.ipaddress" => EntityKind.Ip,
            "authenticationcontext.externalsessionid" => EntityKind.Session,
            "device.id" => EntityKind.Device,
            "debugcontext.debugdata.dthash" => EntityKind.DeviceToken,
            _ => null,
        };
}
