using Confluent.Kafka;
using Microsoft.Data.Sqlite;
using Pipeline.Processor.Embedded.Consuming;

namespace Pipeline.Processor.Embedded.Storage;

/// <summary>
/// The only writer of the file. Whoever gets the lock writes what is queued, his own batch and those of the threads
/// that wait behind him, in one SQL transaction: concurrent producers share one disk sync.
/// Lock order: this one, then the groups'.
/// </summary>
internal sealed class LogWriter(
    SqliteConnection connection,
    string directory,
    LogCatalogue catalogue,
    CommitSignal signal,
    GroupCoordinator groups,
    TimeProvider time
) : IConnectionGate, IDisposable
{
    private static readonly Error Unwritten = new(
        ErrorCode.Local_Fail,
        "The commit failed: nothing of it was written."
    );

    private readonly Lock _gate = new();
    private readonly Lock _queueGate = new();
    private readonly Dictionary<LogPartition, RecordStatements> _statements = [];
    private List<WriteBatch> _queue = [];
    private bool _disposed;

    /// <summary>Writes the batch; it is in the file when this returns without an error.</summary>
    /// <returns>Why nothing of it was written; null when all of it was.</returns>
    public Error? Commit(WriteBatch batch)
    {
        lock (_queueGate)
        {
            _queue.Add(batch);
        }

        lock (_gate)
        {
            if (!batch.IsDone)
            {
                CommitQueue();
            }
        }

        return batch.Error;
    }

    /// <inheritdoc/>
    public T Read<T>(Func<SqliteConnection, T> query)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return query(connection);
        }
    }

    /// <summary>
    /// Changes topics, offsets or stored records in one SQL transaction and loads the catalogue after it.
    /// </summary>
    /// <exception cref="KafkaException">The file cannot be written; nothing has changed.</exception>
    public T Change<T>(Func<SqliteConnection, T> change)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            T result;
            try
            {
                connection.Execute("BEGIN IMMEDIATE");
                result = change(connection);
                connection.Execute("COMMIT");
            }
            catch (SqliteException e)
            {
                Rollback();
                throw new KafkaException(LogErrors.Storage(e, directory), e);
            }
            catch
            {
                Rollback();
                throw;
            }

            catalogue.Load(connection);
            foreach (var gone in _statements.Keys.Where(x => x.IsDeleted).ToList())
            {
                _statements.Remove(gone, out var statements);
                statements?.Dispose();
            }

            signal.Raise();
            return result;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            foreach (var statements in _statements.Values)
            {
                statements.Dispose();
            }

            connection.Dispose();
        }
    }

    private void CommitQueue()
    {
        List<WriteBatch> batches;
        lock (_queueGate)
        {
            (batches, _queue) = (_queue, []);
        }

        foreach (var batch in batches)
        {
            batch.Error = Refusal(batch);
        }

        // Whatever goes wrong, nobody is told that a batch was written before it was.
        var accepted = batches.FindAll(x => x.Error is null);
        accepted.ForEach(x => x.Error = Unwritten);
        batches.ForEach(x => x.IsDone = true);
        try
        {
            Write(accepted);
            accepted.ForEach(x => x.Error = null);
        }
        catch (SqliteException e)
        {
            var error = LogErrors.Storage(e, directory);
            accepted.ForEach(x => x.Error = error);
            Rollback();
        }
        catch
        {
            Rollback();
            throw;
        }
    }

    private Error? Refusal(WriteBatch batch)
    {
        if (_disposed)
        {
            return LogErrors.State("The embedded log is closed.");
        }

        if (batch.Records.FirstOrDefault(x => x.Partition.IsDeleted) is { } orphan)
        {
            return LogErrors.UnknownPartition(orphan.Partition.Name);
        }

        return batch.Check?.Invoke()
            ?? batch.Commits.Select(x => groups.Refusal(x.Group)).FirstOrDefault(x => x is not null);
    }

    private void Write(List<WriteBatch> batches)
    {
        if (batches.Count == 0)
        {
            return;
        }

        var ends = new Dictionary<LogPartition, long>();
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        connection.Execute("BEGIN IMMEDIATE");
        foreach (var batch in batches)
        {
            foreach (var record in batch.Records)
            {
                record.Offset = ends.GetValueOrDefault(record.Partition, record.Partition.Next);
                ends[record.Partition] = record.Offset + 1;
                Statements(record.Partition).Append(record, now);
            }

            foreach (var commit in batch.Commits)
            {
                GroupOffsets.Write(connection, commit);
            }
        }

        foreach (var (partition, next) in ends)
        {
            connection.Execute("UPDATE partition SET next = $0 WHERE id = $1", next, partition.Id);
        }

        connection.Execute("COMMIT");
        foreach (var (partition, next) in ends)
        {
            partition.MoveNext(next);
        }

        if (ends.Count > 0)
        {
            signal.Raise();
        }
    }

    private RecordStatements Statements(LogPartition partition)
    {
        if (!_statements.TryGetValue(partition, out var statements))
        {
            statements = new RecordStatements(connection, partition);
            _statements.Add(partition, statements);
        }

        return statements;
    }

    /// <summary>SQLite has rolled back by itself after some errors; then there is nothing to do.</summary>
    private void Rollback()
    {
        if (SQLitePCL.raw.sqlite3_get_autocommit(connection.Handle) == 0)
        {
            connection.Execute("ROLLBACK");
        }
    }
}
