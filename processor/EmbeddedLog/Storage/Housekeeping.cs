using Confluent.Kafka;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Pipeline.Processor.Embedded.Storage;

/// <summary>
/// Removes what retention and compaction no longer keep, a bounded number of records for each partition and run. All of
/// it happens under the writer's lock, so topics do not come or go meanwhile.
/// </summary>
internal sealed class Housekeeping(
    LogWriter writer,
    LogTopics topics,
    LogCatalogue catalogue,
    EmbeddedLogOptions options,
    TimeProvider time,
    ILogger logger
)
{
    private readonly Lock _gate = new();

    /// <summary>One bounded run.</summary>
    /// <exception cref="KafkaException">The file cannot be written.</exception>
    public void Run()
    {
        lock (_gate)
        {
            foreach (var topic in catalogue.Topics)
            {
                foreach (var partition in topic.Partitions)
                {
                    if (topic.Retention is { } retention)
                    {
                        Expire(partition, Ago(retention));
                    }

                    if (partition.IsCompacted)
                    {
                        DropTombstones(partition, Ago(options.DeleteRetention));
                    }
                }
            }
        }
    }

    /// <summary>The timer's run: an error is logged, the next run tries again.</summary>
    public void TryRun()
    {
        try
        {
            Run();
        }
        catch (Exception e) when (e is KafkaException or SqliteException or ObjectDisposedException)
        {
            logger.LogWarning(e, "Housekeeping of the embedded log failed; it is tried again.");
        }
    }

    private long Ago(TimeSpan span)
    {
        var now = time.GetUtcNow();
        return span < now - DateTimeOffset.UnixEpoch ? (now - span).ToUnixTimeMilliseconds() : 0;
    }

    /// <summary>Only from the front, as Kafka's segments: an old record behind a younger one waits for it.</summary>
    private void Expire(LogPartition partition, long cutoff)
    {
        var start = writer.Read(c => partition.IsDeleted ? 0 : FirstKept(c, partition, cutoff));
        if (start > partition.Start)
        {
            topics.DeleteBelow(partition, start);
        }
    }

    private long FirstKept(SqliteConnection connection, LogPartition partition, long cutoff)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT off, ts FROM {LogFile.RecordsOf(partition)} ORDER BY off LIMIT $0";
        command.Parameters.AddWithValue("$0", options.HousekeepingBatch);
        using var rows = command.ExecuteReader();
        var kept = partition.Start;
        while (rows.Read() && rows.GetInt64(1) < cutoff)
        {
            kept = rows.GetInt64(0) + 1;
        }

        return kept;
    }

    private void DropTombstones(LogPartition partition, long cutoff)
    {
        var table = LogFile.RecordsOf(partition);
        var some = writer.Read(c =>
            partition.IsDeleted
                ? null
                : c.FindNumber($"SELECT off FROM {table} WHERE tombstone_at < $0 LIMIT 1", cutoff)
        );
        if (some is not null)
        {
            writer.Change(c =>
                partition.IsDeleted
                    ? 0
                    : c.Execute(
                        $"DELETE FROM {table} WHERE off IN (SELECT off FROM {table} WHERE tombstone_at < $0 LIMIT $1)",
                        cutoff,
                        options.HousekeepingBatch
                    )
            );
        }
    }
}
