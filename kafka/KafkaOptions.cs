using Pipeline.Schemas;

namespace Pipeline.Kafka;

/// <summary>Section <c>Kafka</c> of the configuration.</summary>
public sealed class KafkaOptions
{
    /// <summary>Brokers, <c>host:port,host:port</c>.</summary>
    public string? BootstrapServers { get; set; }

    /// <summary>
    /// URL of a schema registry with Confluent's API. Without one, ids come from the committed schemas.
    /// </summary>
    public string? SchemaRegistryUrl { get; set; }

    /// <summary>Whether to register schemas on start-up. Default: false; for development only.</summary>
    public bool RegisterSchemas { get; set; }

    /// <summary>
    /// Partitions of the topics that <c>topics apply</c> creates and every start expects. Default: 12.
    /// </summary>
    public int Partitions { get; set; } = TopicCatalogue.DefaultPartitions;

    /// <summary>Copies of each topic. Default: -1, the broker's own default.</summary>
    public short ReplicationFactor { get; set; } = -1;

    /// <summary>
    /// Whether a start creates topics that are missing. Default: true; false where an operator owns them.
    /// </summary>
    public bool CreateTopics { get; set; } = true;

    /// <summary>
    /// Further librdkafka settings for every client, e.g. <c>Kafka__Client__security.protocol=SASL_SSL</c>. Settings
    /// that carry a guarantee (acks, idempotence, isolation level, partitioner, auto commit) are set after these.
    /// </summary>
    public Dictionary<string, string> Client { get; set; } = new(StringComparer.Ordinal);
}
