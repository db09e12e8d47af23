using Microsoft.Extensions.Logging;
using Pipeline.Kafka;
using Pipeline.Producer.Okta;
using Pipeline.Schemas;

namespace Pipeline.Producer.Collection;

/// <summary>What every partition's collection shares.</summary>
internal sealed record CollectionServices(
    IKafkaClients Clients,
    ISchemaIds Ids,
    ProducerOptions Options,
    HttpMessageInvoker Http,
    PageSlots Slots,
    PageSlots Windows,
    PageSlots WindowPages,
    IPause Pause,
    TimeProvider Time,
    ProducerMetrics Metrics,
    ILoggerFactory Loggers,
    int LicencePartitions,
    int DeadLetterPartitions,
    GroupPulse Pulse,
    int? Seed = null
)
{
    /// <summary>A tenant's own dice: <see cref="Random"/> is not safe to share between loops.</summary>
    public Random Random(string tenant) =>
        Seed is { } seed ? new Random(HashCode.Combine(seed, tenant.Length)) : new Random();

    private readonly long _started = Time.GetTimestamp();

    /// <summary>The monotonic clock of the rate limits, the same for all that share a governor.</summary>
    public TimeSpan Elapsed() => Time.GetElapsedTime(_started);
}
