using Microsoft.Data.Sqlite;

namespace Pipeline.Processor.Embedded.Storage;

/// <summary>The writer's prepared statements for one partition.</summary>
internal sealed class RecordStatements : IDisposable
{
    private readonly bool _compacted;
    private readonly SqliteCommand _insert;
    private readonly SqliteCommand _forget;

    public RecordStatements(SqliteConnection connection, LogPartition partition)
    {
        var table = LogFile.RecordsOf(partition);
        _compacted = partition.IsCompacted;
        _insert = connection.CreateCommand();
        _insert.CommandText =
            $"INSERT INTO {table}(off, ts, tombstone_at, key, headers, value) VALUES ($0, $1, $2, $3, $4, $5)";
        _forget = connection.CreateCommand();
        _forget.CommandText = $"DELETE FROM {table} WHERE key = $0";
        for (var i = 0; i < 6; i++)
        {
            _insert.Parameters.Add(new SqliteParameter("$" + i, value: null));
        }

        _forget.Parameters.Add(new SqliteParameter("$0", value: null));
    }

    /// <summary>Adds a record; in a compacted topic it takes the place of those before it with the same key.</summary>
    public void Append(PendingRecord record, long now)
    {
        var (key, value) = (record.Message.Key, record.Message.Value);
        if (_compacted && key is not null)
        {
            _forget.Parameters[0].Value = key;
            _forget.ExecuteNonQuery();
        }

        var parameters = _insert.Parameters;
        parameters[0].Value = record.Offset;
        parameters[1].Value = record.Timestamp;
        parameters[2].Value = _compacted && value is null ? now : DBNull.Value;
        parameters[3].Value = (object?)key ?? DBNull.Value;
        parameters[4].Value = (object?)record.Headers ?? DBNull.Value;
        parameters[5].Value = (object?)value ?? DBNull.Value;
        _insert.ExecuteNonQuery();
    }

    public void Dispose()
    {
        _insert.Dispose();
        _forget.Dispose();
    }
}
