namespace Pipeline.Processor.Configuration;

/// <summary>
/// What <c>Detection:Defaults</c> and <c>Detection:Tenants:NAME</c> may say; the tenant's counts before the defaults.
/// </summary>
public sealed class DetectionSection
{
    /// <summary>How late an event may come and still count in its place. Default: 15 minutes.</summary>
    public TimeSpan? Lateness { get; set; }

    /// <summary>Ids of rules that are off.</summary>
    public List<string>? Off { get; set; }

    /// <summary>Users never alerted on: ids or logins.</summary>
    public List<string>? AllowedUsers { get; set; }

    /// <summary>Addresses and networks (CIDR) that count as usual for everyone.</summary>
    public List<string>? AllowedNetworks { get; set; }

    /// <summary>OAuth clients and Okta applications whose requests are not looked at: <c>client.id</c>.</summary>
    public List<string>? AllowedClients { get; set; }

    /// <summary>Ids or logins of administrators, beside those the log itself shows.</summary>
    public List<string>? AdminUsers { get; set; }
}
