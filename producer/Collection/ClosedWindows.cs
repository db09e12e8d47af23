using Confluent.Kafka;
using Pipeline.Producer.Collection.Reconciliation;
using Pipeline.Producer.Okta;
using Pipeline.Schemas;

namespace Pipeline.Producer.Collection;

/// <summary>
/// What the checkpoints of one partition say about rate windows that were found closed by others than the live poll,
/// whose own checkpoint says it: records under <c>TENANT/closed-logs</c> and <c>TENANT/closed-users</c>.
/// </summary>
internal sealed class ClosedWindows(ISchemaIds ids)
{
    private readonly SpanRecords _records = new(ids);
    private readonly Dictionary<(string Tenant, RateBucket Bucket), DateTimeOffset> _until = [];

    /// <summary>Until when a window is closed, as last said; null where nobody said so.</summary>
    public DateTimeOffset? Until(string tenant, RateBucket bucket) =>
        _until.TryGetValue((tenant, bucket), out var until) ? until : null;

    /// <summary>
    /// Takes a record of the topic, the later one counts. Returns whether it is about windows at all.
    /// </summary>
    public bool Take(Message<byte[], byte[]> message)
    {
        if (
            message.Key is null
            || SpanRecords.Key(message.Key) is not var (tenant, what)
            || BucketOf(what) is not { } bucket
        )
        {
            return false;
        }

        if (CheckpointRecord.Time(message.Headers, CheckpointRecord.ClosedUntil) is { } until)
        {
            _until[(tenant, bucket)] = until;
        }

        return true;
    }

    /// <summary>Says that a window is closed.</summary>
    public Message<byte[], byte[]> Of(Tenant tenant, RateBucket bucket, DateTimeOffset until, DateTimeOffset now)
    {
        var headers = RecordHeaders.Common(HeaderNames.AvroContentType);
        CheckpointRecord.Add(headers, CheckpointRecord.ClosedUntil, until);
        var value = SpanRecords.Value(tenant.Name, tenant.Org.Text, now);
        return _records.Record(tenant.Name, What(bucket), value, headers, now);
    }

    private static RateBucket? BucketOf(string what) =>
        Enum.GetValues<RateBucket>().Where(x => What(x) == what).Select(x => (RateBucket?)x).FirstOrDefault();

    private static string What(RateBucket bucket) => bucket == RateBucket.Users ? "closed-users" : "closed-logs";
}
