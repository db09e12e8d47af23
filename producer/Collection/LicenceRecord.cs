using System.Text;
using Confluent.Kafka;
using Pipeline.Events;
using Pipeline.Kafka;
using Pipeline.Schemas;

namespace Pipeline.Producer.Collection;

/// <summary>Counts as records of the licences topic and back.</summary>
internal sealed class LicenceRecord(Tenant tenant, ISchemaIds ids, PartitionReader reader, int partitions)
{
    private readonly AvroCodec<LicenceCount> _codec = new(ids);

    public Message<byte[], byte[]> Of(
        LicenceTally tally,
        int revision,
        DateTimeOffset started,
        DateTimeOffset completed
    )
    {
        var date = DateOnly.FromDateTime(started.UtcDateTime);
        var value = new LicenceCount
        {
            tenant = tenant.Name,
            org_url = tenant.Org.Text,
            date = $"{date:yyyy-MM-dd}",
            revision = revision,
            started_at = started.UtcDateTime,
            completed_at = completed.UtcDateTime,
            total = tally.ByStatus.Values.Sum(),
            by_status = new Dictionary<string, long>(tally.ByStatus, StringComparer.Ordinal),
            pages = tally.Pages,
        };
        return new Message<byte[], byte[]>
        {
            Key = Key(date),
            Value = _codec.Encode(Topics.Licences, value),
            Headers = RecordHeaders.Common(HeaderNames.AvroContentType),
            Timestamp = new Timestamp(completed),
        };
    }

    /// <summary>The revision of a day's count in the topic; 0 where there is none.</summary>
    public async Task<int> RevisionAsync(DateOnly date, CancellationToken cancel)
    {
        var key = Key(date);
        var revision = 0;
        var partition = new TopicPartition(Topics.Licences, Murmur2Partition.Of(key, partitions));
        await reader.ReadAsync(
            partition,
            // A count of a day is never written before the day.
            new DateTimeOffset(date.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero),
            message =>
            {
                if (message.Value is not null && message.Key.AsSpan().SequenceEqual(key))
                {
                    revision = _codec.Decode(message.Value).revision;
                }
            },
            cancel
        );
        return revision;
    }

    private byte[] Key(DateOnly date) => Encoding.UTF8.GetBytes(Keys.Licence(tenant.Name, date));
}
