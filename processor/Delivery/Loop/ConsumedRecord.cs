using Confluent.Kafka;
using Pipeline.Processor.Delivery.Policies;
using Pipeline.Processor.Steps;

namespace Pipeline.Processor.Delivery.Loop;

/// <summary>A record on its way: under which lease it was read, and its place among its partition's offsets.</summary>
/// <param name="ReadAt">Timestamp of the time provider, for its age.</param>
/// <param name="Size">Bytes it is accounted for.</param>
internal sealed record ConsumedRecord(PartitionLease Lease, OffsetSlot Slot, InputRecord Source, long ReadAt, int Size)
{
    /// <summary>What a record costs in memory beside its bytes.</summary>
    private const int Overhead = 512;

    public static ConsumedRecord Of(ConsumeResult<byte[], byte[]> result, PartitionLease lease, long readAt)
    {
        var message = result.Message;
        var headers = new List<KeyValuePair<string, byte[]>>();
        var size = Overhead + (message.Key?.Length ?? 0) + (message.Value?.Length ?? 0);
        foreach (var header in message.Headers ?? [])
        {
            // A header may have no value; a dead letter carries it on as it is.
            var value = header.GetValueBytes();
            headers.Add(new(header.Key, value!));
            size += header.Key.Length + (value?.Length ?? 0);
        }

        var source = new InputRecord(
            result.Topic,
            result.Partition.Value,
            result.Offset.Value,
            message.Timestamp.UnixTimestampMs,
            message.Key,
            message.Value,
            headers
        );
        return new ConsumedRecord(lease, lease.Received(result.Offset.Value), source, readAt, size);
    }
}
