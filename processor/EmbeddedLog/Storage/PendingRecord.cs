using Confluent.Kafka;

namespace Pipeline.Processor.Embedded.Storage;

/// <summary>
/// A record on its way into the log. Key and value are the caller's arrays: he leaves them unchanged.
/// </summary>
internal sealed class PendingRecord(LogPartition partition, Message<byte[], byte[]> message, long timestamp)
{
    /// <summary>What a record costs in memory beside its bytes: objects, list slots, an index entry.</summary>
    private const int Overhead = 200;

    public LogPartition Partition { get; } = partition;

    public Message<byte[], byte[]> Message { get; } = message;

    public long Timestamp { get; } = timestamp;

    /// <summary>Encoded at once: the caller may reuse the collection.</summary>
    public byte[]? Headers { get; } = HeaderCodec.Encode(message.Headers);

    /// <summary>Told what became of the record, after the commit.</summary>
    public Action<DeliveryReport<byte[], byte[]>>? Report { get; init; }

    /// <summary>Set by the writer; valid once the batch is committed.</summary>
    public long Offset { get; set; } = Confluent.Kafka.Offset.Unset.Value;

    public long Size => Overhead + (Message.Key?.Length ?? 0) + (Message.Value?.Length ?? 0) + (Headers?.Length ?? 0);

    /// <summary>Calls <see cref="Report"/>, if there is one.</summary>
    public void Complete(Error? error)
    {
        Report?.Invoke(
            new DeliveryReport<byte[], byte[]>
            {
                TopicPartitionOffsetError = new(
                    Partition.Name,
                    error is null ? Offset : Confluent.Kafka.Offset.Unset,
                    error ?? new Error(ErrorCode.NoError)
                ),
                Message = Message,
                Status = error is null ? PersistenceStatus.Persisted : PersistenceStatus.NotPersisted,
                Timestamp = new Timestamp(Timestamp, TimestampType.CreateTime),
            }
        );
    }
}
