using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace Pipeline.Processor.Embedded.Storage;

/// <summary>
/// The signal of a process that only reads: it asks the file's change counter while somebody waits, and loads the
/// catalogue when another process has committed.
/// </summary>
internal sealed class FileWatch : ILogSignal, IConnectionGate, IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    private readonly Lock _gate = new();
    private readonly SqliteConnection _connection;
    private readonly LogCatalogue _catalogue;
    private long _dataVersion = -1;
    private long _version;

    public FileWatch(SqliteConnection connection, LogCatalogue catalogue)
    {
        _connection = connection;
        _catalogue = catalogue;
        Refresh();
    }

    /// <inheritdoc/>
    public long Version => Volatile.Read(ref _version);

    /// <inheritdoc/>
    public void Wait(long seen, TimeSpan timeout, CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            Refresh();
            var rest = timeout - Stopwatch.GetElapsedTime(began);
            if (Version != seen || rest <= TimeSpan.Zero)
            {
                return;
            }

            cancellation.WaitHandle.WaitOne(rest < Interval ? rest : Interval);
            cancellation.ThrowIfCancellationRequested();
        }
    }

    /// <inheritdoc/>
    public T Read<T>(Func<SqliteConnection, T> query)
    {
        lock (_gate)
        {
            return query(_connection);
        }
    }

    /// <summary>Loads the catalogue if another process committed since the last time.</summary>
    public void Refresh()
    {
        lock (_gate)
        {
            var version = _connection.Number("PRAGMA data_version");
            if (version == _dataVersion)
            {
                return;
            }

            // One snapshot for all queries of the load.
            using var snapshot = _connection.BeginTransaction(deferred: true);
            _catalogue.Load(_connection);
            _dataVersion = version;
            _version++;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _connection.Dispose();
        }
    }
}
