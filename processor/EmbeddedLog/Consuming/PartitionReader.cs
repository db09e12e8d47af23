using Confluent.Kafka;
using Microsoft.Data.Sqlite;
using Pipeline.Processor.Embedded.Storage;

namespace Pipeline.Processor.Embedded.Consuming;

/// <summary>
/// Reads records in batches over a connection of its own, opened when it is needed first. One caller at a time.
/// </summary>
internal sealed class PartitionReader(LogFile file) : IDisposable
{
    /// <summary>
    /// One batch is small enough to hold for every partition, and large enough that a query costs little.
    /// </summary>
    private const int BatchRecords = 500;
    private const int BatchBytes = 1 << 20;

    private readonly Dictionary<LogPartition, SqliteCommand> _commands = [];
    private SqliteConnection? _connection;

    /// <summary>Reads records from an offset on, at most to the end that the writer has made known.</summary>
    /// <returns>The offset to read on from; gaps left by compaction are skipped.</returns>
    public long Read(LogPartition partition, long from, Queue<ConsumeResult<byte[], byte[]>> into)
    {
        var end = partition.Next;
        var command = Command(partition);
        command.Parameters[0].Value = from;
        command.Parameters[1].Value = end;
        using var rows = command.ExecuteReader();
        var (records, bytes, next) = (0, 0, from);
        while (rows.Read())
        {
            var record = Record(partition, rows);
            into.Enqueue(record);
            next = record.Offset.Value + 1;
            records++;
            bytes += (record.Message.Value?.Length ?? 0) + (record.Message.Key?.Length ?? 0);
            if (bytes >= BatchBytes || records == BatchRecords)
            {
                return next;
            }
        }

        return end;
    }

    /// <summary>The first offset whose timestamp is not before the given one; null if there is none.</summary>
    public long? FirstSince(LogPartition partition, long timestamp) =>
        Connection()
            .FindNumber(
                $"SELECT off FROM {LogFile.RecordsOf(partition)} WHERE ts >= $0 ORDER BY off LIMIT 1",
                timestamp
            );

    public void Dispose()
    {
        foreach (var command in _commands.Values)
        {
            command.Dispose();
        }

        _commands.Clear();
        _connection?.Dispose();
        _connection = null;
    }

    private SqliteConnection Connection() => _connection ??= file.OpenReader();

    private SqliteCommand Command(LogPartition partition)
    {
        if (_commands.TryGetValue(partition, out var known))
        {
            return known;
        }

        var command = Connection().CreateCommand();
        command.CommandText = $"""
            SELECT off, ts, key, headers, value FROM {LogFile.RecordsOf(partition)}
            WHERE off >= $0 AND off < $1 ORDER BY off LIMIT {BatchRecords}
            """;
        command.Parameters.Add(new SqliteParameter("$0", value: null));
        command.Parameters.Add(new SqliteParameter("$1", value: null));
        _commands.Add(partition, command);
        return command;
    }

    private static ConsumeResult<byte[], byte[]> Record(LogPartition partition, SqliteDataReader row) =>
        new()
        {
            TopicPartitionOffset = new(partition.Name, row.GetInt64(0)),
            Message = new Message<byte[], byte[]>
            {
                Timestamp = new Timestamp(row.GetInt64(1), TimestampType.CreateTime),
                // Confluent's client hands out null for an absent key or value too.
                Key = Bytes(row, 2)!,
                Headers = HeaderCodec.Decode(Bytes(row, 3)),
                Value = Bytes(row, 4)!,
            },
        };

    private static byte[]? Bytes(SqliteDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetFieldValue<byte[]>(column);
}
