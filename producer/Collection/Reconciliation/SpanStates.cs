using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Pipeline.Schemas;

namespace Pipeline.Producer.Collection.Reconciliation;

/// <summary>
/// What the checkpoints of one partition say about spans, by tenant: each tenant's last progress and request.
/// </summary>
internal sealed class SpanStates(ISchemaIds ids, ILogger logger)
{
    private readonly SpanRecords _records = new(ids);
    private readonly Dictionary<(string Tenant, SpanKind Kind), SpanProgress> _progress = [];
    private readonly Dictionary<string, BackfillRequest> _requests = new(StringComparer.Ordinal);

    public SpanProgress? Progress(string tenant, SpanKind kind) => _progress.GetValueOrDefault((tenant, kind));

    public BackfillRequest? Request(string tenant) => _requests.GetValueOrDefault(tenant);

    /// <summary>Takes a record of the topic, the later one counts. Returns whether it is about spans at all.</summary>
    public bool Take(Message<byte[], byte[]> message)
    {
        if (message.Key is null || SpanRecords.Key(message.Key) is not var (tenant, what))
        {
            return false;
        }

        try
        {
            if (SpanRecords.IsRequest(what))
            {
                Set(_requests, tenant, message, SpanRecords.ReadRequest);
            }
            else if (SpanRecords.KindOf(what) is { } kind)
            {
                Set(_progress, (tenant, kind), message, x => _records.Progress(kind, x));
            }
        }
        catch (MalformedRecordException e)
        {
            // Raw says what is there, so nothing but time is lost by beginning the span anew.
            logger.LogError("Tenant {Tenant}: its record {What} cannot be read ({Fault}).", tenant, what, e.Message);
        }

        return true;
    }

    private static void Set<TKey, TValue>(
        Dictionary<TKey, TValue> all,
        TKey key,
        Message<byte[], byte[]> message,
        Func<Message<byte[], byte[]>, TValue> read
    )
        where TKey : notnull
    {
        all.Remove(key);
        if (message.Value is not null)
        {
            all[key] = read(message);
        }
    }
}
