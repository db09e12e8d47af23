using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Net;

namespace Pipeline.Processor.Detection;

/// <summary>
/// What one tenant wants of the detections: lists, what is off, and options of single rules. Immutable.
/// </summary>
internal sealed class DetectionOptions
{
    private readonly ConcurrentDictionary<string, object> _rules = new(StringComparer.Ordinal);
    private readonly Func<string, Type, object?>? _bind;

    /// <param name="bind">Reads the options of a rule: null where none are configured.</param>
    public DetectionOptions(Func<string, Type, object?>? bind = null) => _bind = bind;

    public static DetectionOptions Default { get; } = new();

    /// <summary>How late an event may come and still count in its place.</summary>
    public TimeSpan Lateness { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Ids of rules that are off.</summary>
    public IReadOnlySet<string> Off { get; init; } = FrozenSet<string>.Empty;

    /// <summary>Users never alerted on: ids or logins, e.g. of a demo account.</summary>
    public IReadOnlySet<string> AllowedUsers { get; init; } = FrozenSet<string>.Empty;

    /// <summary>Sources that count as usual for everyone, e.g. the organisation's own gateways.</summary>
    public IReadOnlyList<IPNetwork> AllowedNetworks { get; init; } = [];

    /// <summary>OAuth clients and Okta applications whose requests are not looked at: <c>client.id</c>.</summary>
    public IReadOnlySet<string> AllowedClients { get; init; } = FrozenSet<string>.Empty;

    /// <summary>Ids or logins of administrators, beside those the log itself shows.</summary>
    public IReadOnlySet<string> AdminUsers { get; init; } = FrozenSet<string>.Empty;

    /// <summary>Options of a rule: as configured for the tenant, else the defaults.</summary>
    public T Of<T>(string ruleId)
        where T : class, new() => (T)Of(ruleId, typeof(T));

    /// <summary>Options of a rule whose type is known at run time only.</summary>
    public object Of(string ruleId, Type type) =>
        _rules.GetOrAdd(
            ruleId,
            static (id, x) => x.Bind?.Invoke(id, x.Type) ?? Activator.CreateInstance(x.Type)!,
            (Bind: _bind, Type: type)
        );

    /// <summary>Whether nobody wants to hear of an alert: its rule is off, or it is about somebody on a list.</summary>
    public bool Silences(Alerts.Alert alert) =>
        Off.Contains(alert.RuleId)
        || (
            AllowedUsers.Count > 0
            && alert.Entity.Type == Events.EntityKind.User
            && (
                AllowedUsers.Contains(alert.Entity.Id) || (alert.Entity.Name is { } name && AllowedUsers.Contains(name))
            )
        )
        || (alert.Entity.Type == Events.EntityKind.Ip && IsAllowed(alert.Entity.Id));

    /// <summary>
    /// Whether rules of Sigma pass an event by: they compare with nothing that is usual, so a list must do it for them.
    /// </summary>
    public bool Allows(Events.OktaEvent e) =>
        IsAllowed(e.Ip)
        || (e.ClientId is { } client && AllowedClients.Contains(client))
        || (e.ActorId is { } id && AllowedUsers.Contains(id))
        || (e.ActorAlternateId is { } login && AllowedUsers.Contains(login));

    public bool IsAllowed(string? ip)
    {
        if (AllowedNetworks.Count == 0 || !IPAddress.TryParse(ip, out var address))
        {
            return false;
        }

        foreach (var network in AllowedNetworks)
        {
            if (network.Contains(address))
            {
                return true;
            }
        }

        return false;
    }
}
