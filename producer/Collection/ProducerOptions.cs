using Pipeline.Producer.Collection.Reconciliation;

namespace Pipeline.Producer.Collection;

/// <summary>Section <c>Okta</c> of the configuration.</summary>
public sealed class ProducerOptions
{
    public const string Section = "Okta";

    /// <summary>Consumer group of the replicas and prefix of their transactional ids.</summary>
    public string ApplicationId { get; set; } = "okta-producer";

    /// <summary>Name of this instance in logs of Kafka; <c>--instance</c>.</summary>
    public string? Instance { get; set; }

    /// <summary>Wait between two polls of a tenant that is caught up. Default: 5 s.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How far back the first collection of a tenant begins. Default: 7 days, Okta's own default; at most 90 days, its
    /// retention. A tenant with a checkpoint goes on from there whatever this says.
    /// </summary>
    public TimeSpan Since { get; set; } = TimeSpan.FromDays(7);

    /// <summary>
    /// Share of the rate limit that a tenant may use. Default: 0.5, since Okta by default lets one token use half of
    /// the bucket, and other tools of the same org need the rest.
    /// </summary>
    public double RateShare { get; set; } = 0.5;

    /// <summary>
    /// Pages in memory at once, over all tenants. Default: 16; a page is up to 1,000 events, a few MB.
    /// </summary>
    public int MaxConcurrentPages { get; set; } = 16;

    /// <summary>
    /// Largest event that goes to raw. Default: 900,000 bytes, which fits Kafka's default message limit with headers. A
    /// larger one goes to the dead-letter topic in pieces of this size.
    /// </summary>
    public int MaxEventBytes { get; set; } = 900_000;

    /// <summary>
    /// Whether to count the org's users by status once per UTC day. Default: true; needs okta.users.read.
    /// </summary>
    public bool CountLicences { get; set; } = true;

    /// <summary>How the past is compared with raw.</summary>
    public ReconcileOptions Reconcile { get; set; } = new();

    /// <summary>How long a stop may take to finish open transactions. Default: 20 s, below Kubernetes' 30 s.</summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// URL of an HTTP proxy to reach Okta through. Default: none; the environment's proxy variables are not read.
    /// </summary>
    public string? Proxy { get; set; }

    /// <summary>
    /// Directory of integrations besides <see cref="Tenants"/>, watched while the producer runs. Default:
    /// <c>integrations</c> in the working directory; it need not exist.
    /// </summary>
    public string IntegrationsDirectory { get; set; } = "integrations";

    /// <summary>How often the directory is looked through. Default: 5 s.</summary>
    public TimeSpan IntegrationsInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The integrations.</summary>
    public List<TenantOptions> Tenants { get; set; } = [];
}
