using Microsoft.Data.Sqlite;

namespace Pipeline.Processor.Embedded.Storage;

/// <summary>The one SQLite file of a data directory: how it is opened and what is in it.</summary>
internal sealed class LogFile(string directory)
{
    /// <summary>Raised with every change of the tables. A file of a newer version is refused.</summary>
    public const int SchemaVersion = 1;

    /// <summary>A record of 2 KB, the usual size of an event, should not fill a quarter of a page.</summary>
    private const int PageSize = 16 * 1024;

    private const string Tables = """
        CREATE TABLE topic(id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE);
        CREATE TABLE topic_config(topic_id INTEGER NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
            PRIMARY KEY(topic_id, name)) WITHOUT ROWID;
        CREATE TABLE partition(id INTEGER PRIMARY KEY AUTOINCREMENT, topic_id INTEGER NOT NULL, number INTEGER NOT NULL,
            start INTEGER NOT NULL DEFAULT 0, next INTEGER NOT NULL DEFAULT 0, UNIQUE(topic_id, number));
        CREATE TABLE group_offset(group_id TEXT NOT NULL, partition_id INTEGER NOT NULL, next INTEGER NOT NULL,
            PRIMARY KEY(group_id, partition_id)) WITHOUT ROWID;
        CREATE TABLE transactional(id TEXT PRIMARY KEY, epoch INTEGER NOT NULL) WITHOUT ROWID;
        """;

    private readonly string _path = Path.Combine(directory, "log.db");

    public string Directory { get; } = directory;

    /// <summary>Opens the writer's connection, making the file if there is none. Owner only.</summary>
    public SqliteConnection OpenWriter(EmbeddedLogOptions options)
    {
        var connection = Open(SqliteOpenMode.ReadWriteCreate);
        try
        {
            if (options.MaxFileBytes is { } bytes)
            {
                connection.Number($"PRAGMA max_page_count={Math.Max(1, bytes / PageSize)}");
            }

            connection.Execute($"PRAGMA page_size={PageSize}");
            connection.Execute("PRAGMA journal_mode=WAL");
            connection.Execute(
                options.Durability == Durability.PowerLoss ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL"
            );
            // After a burst the write-ahead log shrinks to this again.
            connection.Execute("PRAGMA journal_size_limit=67108864");
            connection.Execute("PRAGMA cache_size=-32768");
            var version = CheckVersion(connection);
            if (version == 0)
            {
                using var transaction = connection.BeginTransaction();
                connection.Execute(Tables);
                connection.Execute($"PRAGMA user_version={SchemaVersion}");
                transaction.Commit();
            }

            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Opens a connection that only reads, in whatever process.</summary>
    /// <exception cref="DataDirectoryException">There is no log, or a newer program wrote it.</exception>
    public SqliteConnection OpenReader()
    {
        if (!File.Exists(_path))
        {
            throw new DataDirectoryException(
                $"The data directory {Directory} holds no log: check the path, or start the pipeline with it once."
            );
        }

        var connection = Open(SqliteOpenMode.ReadOnly);
        try
        {
            CheckVersion(connection);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>The table of a partition's records.</summary>
    public static string RecordsOf(LogPartition partition) => "r" + partition.Id;

    /// <summary>
    /// The statements that make a partition's table; only compacted ones pay for the index on the key.
    /// </summary>
    public static string CreateRecords(long partitionId, bool compacted)
    {
        var sql = $"""
            CREATE TABLE r{partitionId}(off INTEGER PRIMARY KEY, ts INTEGER NOT NULL, tombstone_at INTEGER,
                key BLOB, headers BLOB, value BLOB);
            """;
        return compacted
            ? sql
                + $"""
                    CREATE INDEX k{partitionId} ON r{partitionId}(key) WHERE key IS NOT NULL;
                    CREATE INDEX t{partitionId} ON r{partitionId}(tombstone_at) WHERE tombstone_at IS NOT NULL;
                    """
            : sql;
    }

    private SqliteConnection Open(SqliteOpenMode mode)
    {
        var text = new SqliteConnectionStringBuilder
        {
            DataSource = _path,
            Mode = mode,
            // A pooled connection would keep the file open after the log is closed.
            Pooling = false,
        };
        var connection = new SqliteConnection(text.ToString());
        try
        {
            connection.Open();
            connection.Execute("PRAGMA busy_timeout=5000");
            return connection;
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            throw new DataDirectoryException($"The log in {Directory} cannot be opened: {e.Message}", e);
        }
    }

    private long CheckVersion(SqliteConnection connection)
    {
        var version = connection.Number("PRAGMA user_version");
        return version <= SchemaVersion
            ? version
            : throw new DataDirectoryException(
                $"The log in {Directory} was written by a newer version of this program (layout {version}, this one "
                    + $"knows {SchemaVersion}): use that version, or another directory."
            );
    }
}
