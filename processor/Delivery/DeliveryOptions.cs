using Microsoft.Extensions.Configuration;
using Pipeline.Kafka;

namespace Pipeline.Processor.Delivery;

/// <summary>Section <c>Delivery</c> of the configuration.</summary>
internal sealed class DeliveryOptions
{
    public const string Section = "Delivery";

    public AlertSinkOptions Alerts { get; set; } = new();
    public TelemetrySinkOptions Telemetry { get; set; } = new();
    public SinkOptions Licences { get; set; } = new();

    /// <summary>Most bytes of one batch, before compression. A bigger record travels alone. Default: 900 000.</summary>
    /// <remarks>The smallest documented limits of common receivers are 1 MB, headers included.</remarks>
    public int MaxBatchBytes { get; set; } = 900_000;

    /// <summary>Most records of one batch. Default: 500.</summary>
    public int MaxBatchRecords { get; set; } = 500;

    /// <summary>How long a record waits for others to fill its batch. Default: 5 s.</summary>
    public TimeSpan MaxBatchAge { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a request may take. Default: 60 s.</summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long the request in flight may go on after a stop was asked for. Default: 15 s.</summary>
    /// <remarks>Half of the usual grace period of 30 s: the final commit and leaving the group come after it.</remarks>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How long a rebalance waits for the request in flight. Default: 5 s; the whole group waits with it.
    /// </summary>
    public TimeSpan RevokeTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Most bytes of records read and not yet acknowledged, per sink. Default: 64 MiB.</summary>
    public long MaxInFlightBytes { get; set; } = 64 << 20;

    /// <summary>
    /// Records that may be refused one after another before it is taken for a fault of the configuration or the
    /// receiver: then the sink stops and probes instead of emptying the topic into the dead letters. Default: 10.
    /// </summary>
    public int MaxConsecutiveRejections { get; set; } = 10;

    /// <summary>Reads and checks the section.</summary>
    /// <exception cref="ConfigurationException">It cannot work.</exception>
    public static DeliveryOptions From(IConfiguration configuration)
    {
        var options = KafkaConfiguration.Bind<DeliveryOptions>(configuration, Section);
        DeliveryOptionsCheck.Check(options);
        return options;
    }
}
