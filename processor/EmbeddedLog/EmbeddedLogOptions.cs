namespace Pipeline.Processor.Embedded;

/// <summary>Bounds and times of an embedded log.</summary>
public sealed class EmbeddedLogOptions
{
    /// <summary>What a commit survives. Default: power loss.</summary>
    public Durability Durability { get; set; } = Durability.PowerLoss;

    /// <summary>Bytes one transaction, or one producer's queue, may hold in memory. Default: 64 MB.</summary>
    public long MaxTransactionBytes { get; set; } = 64L << 20;

    /// <summary>Size the file may grow to; null: until the disk is full.</summary>
    public long? MaxFileBytes { get; set; }

    /// <summary>
    /// How long a tombstone stays in a compacted topic, as Kafka's delete.retention.ms. Default: 24 h.
    /// </summary>
    public TimeSpan DeleteRetention { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How often retention and tombstones are looked after; zero: only when asked. Default: 1 min.</summary>
    public TimeSpan HousekeepingInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Records of one partition that one housekeeping run may remove. Default: 20,000.</summary>
    public int HousekeepingBatch { get; set; } = 20_000;

    /// <summary>Partitions of a topic that is created without saying how many. Default: 1.</summary>
    public int DefaultPartitions { get; set; } = 1;
}
