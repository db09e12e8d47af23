using System.Text;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Pipeline.Producer.Collection.Reconciliation;
using Pipeline.Schemas;

namespace Pipeline.Producer.Collection;

/// <summary>What a partition's tenants left in their checkpoints: cursors, spans, closed windows.</summary>
internal sealed class PartitionCheckpoints
{
    private readonly Dictionary<string, Position> _positions = new(StringComparer.Ordinal);
    private readonly CheckpointRecord _records;
    private readonly ILogger _logger;

    private PartitionCheckpoints(CollectionServices services)
    {
        _records = new CheckpointRecord(services.Ids);
        _logger = services.Loggers.CreateLogger<PartitionCheckpoints>();
        Spans = new SpanStates(services.Ids, _logger);
        Windows = new ClosedWindows(services.Ids);
    }

    /// <summary>How far reconciliation and backfill of each tenant have come.</summary>
    public SpanStates Spans { get; }

    /// <summary>Until when each tenant's rate windows are closed.</summary>
    public ClosedWindows Windows { get; }

    /// <summary>Reads the partition to its end.</summary>
    public static async Task<PartitionCheckpoints> ReadAsync(
        int partition,
        PartitionReader reader,
        CollectionServices services,
        CancellationToken cancel
    )
    {
        var checkpoints = new PartitionCheckpoints(services);
        await reader.ReadAsync(new TopicPartition(Topics.Checkpoints, partition), null, checkpoints.Take, cancel);
        return checkpoints;
    }

    /// <summary>The last checkpoint of a tenant; a tombstone or an unreadable one is none.</summary>
    public Position? Position(string tenant) => _positions.GetValueOrDefault(tenant);

    private void Take(Message<byte[], byte[]> message)
    {
        if (Windows.Take(message) || Spans.Take(message))
        {
            return;
        }

        var tenant = Encoding.UTF8.GetString(message.Key);
        _positions.Remove(tenant);
        if (message.Value is null)
        {
            return;
        }

        try
        {
            _positions[tenant] = _records.Read(message);
        }
        catch (MalformedRecordException e)
        {
            _logger.LogError(
                "Tenant {Tenant}: its checkpoint cannot be read ({Fault}); its position is rebuilt from raw.",
                tenant,
                e.Message
            );
        }
    }
}
