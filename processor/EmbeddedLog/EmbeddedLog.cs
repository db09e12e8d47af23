using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Pipeline.Kafka;
using Pipeline.Processor.Embedded.Administration;
using Pipeline.Processor.Embedded.Consuming;
using Pipeline.Processor.Embedded.Producing;
using Pipeline.Processor.Embedded.Storage;

namespace Pipeline.Processor.Embedded;

/// <summary>
/// The log in one SQLite file, for one process without a broker: the same producer, topology and sinks run on it. A
/// transaction is one SQL commit, so a record that can be read is committed and the high watermark is the end.
/// </summary>
public sealed class EmbeddedLog : IKafkaClients, IDisposable
{
    private readonly LogSession _session;
    private readonly Stack<IDisposable> _parts;
    private bool _disposed;

    private EmbeddedLog(LogSession session, Stack<IDisposable> parts)
    {
        _session = session;
        _parts = parts;
    }

    /// <summary>Opens a data directory as its owner, making it if there is none.</summary>
    /// <exception cref="DataDirectoryInUseException">Another process owns it.</exception>
    /// <exception cref="DataDirectoryException">It cannot be used.</exception>
    public static EmbeddedLog Open(
        string directory,
        EmbeddedLogOptions options,
        TimeProvider time,
        ILoggerFactory? loggers = null
    )
    {
        var parts = new Stack<IDisposable>();
        try
        {
            directory = Path.GetFullPath(directory);
            Make(directory);
            parts.Push(DirectoryLock.Take(directory));
            var file = new LogFile(directory);
            var connection = file.OpenWriter(options);
            parts.Push(connection);
            var catalogue = new LogCatalogue();
            catalogue.Load(connection);
            var signal = new CommitSignal();
            var groups = new GroupCoordinator(catalogue, signal, time);
            parts.Push(groups);
            var writer = new LogWriter(connection, directory, catalogue, signal, groups, time);
            parts.Push(writer);
            var topics = new LogTopics(writer, catalogue);
            var logger = (loggers ?? NullLoggerFactory.Instance).CreateLogger("Pipeline.Processor.EmbeddedLog");
            var housekeeping = new Housekeeping(writer, topics, catalogue, options, time, logger);
            if (options.HousekeepingInterval > TimeSpan.Zero)
            {
                var interval = options.HousekeepingInterval;
                parts.Push(time.CreateTimer(static x => ((Housekeeping)x!).TryRun(), housekeeping, interval, interval));
            }

            var owner = new LogOwner(writer, signal, topics, new TransactionalIds(writer), groups, housekeeping);
            return new(new(file, catalogue, signal, new GroupOffsets(writer), time, options, owner), parts);
        }
        catch
        {
            Release(parts);
            throw;
        }
    }

    private static void Make(string directory)
    {
        try
        {
            Directory.CreateDirectory(directory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataDirectoryException(
                $"The data directory {directory} cannot be made: {e.Message} Give one that this user may write to.",
                e
            );
        }
    }

    /// <summary>
    /// Opens a data directory to look at it, also while its owner runs: consumers that assign themselves and what the
    /// admin client can list. Writes nothing.
    /// </summary>
    /// <exception cref="DataDirectoryException">There is no log in it.</exception>
    public static EmbeddedLog OpenReader(string directory)
    {
        var file = new LogFile(Path.GetFullPath(directory));
        var catalogue = new LogCatalogue();
        var watch = new FileWatch(file.OpenReader(), catalogue);
        var session = new LogSession(file, catalogue, watch, new GroupOffsets(watch), TimeProvider.System, new());
        return new(session, new([watch]));
    }

    /// <inheritdoc/>
    public IProducer<byte[], byte[]> CreateProducer(ProducerConfig config) =>
        string.IsNullOrEmpty(config.TransactionalId)
            ? new PlainProducer(_session, config)
            : new TransactionalProducer(_session, config);

    /// <inheritdoc/>
    public IConsumer<byte[], byte[]> CreateConsumer(ConsumerConfig config, RebalanceHandlers? rebalance = null) =>
        new EmbeddedConsumer(_session, config, rebalance);

    /// <inheritdoc/>
    public IAdminClient CreateAdmin(AdminClientConfig? config = null) => new EmbeddedAdmin(_session, config?.ClientId);

    /// <inheritdoc/>
    /// <remarks>Does not ask the consumer, which may be a wrapper that asks here.</remarks>
    public long HighWatermark(IConsumer<byte[], byte[]> consumer, TopicPartition partition, TimeSpan timeout)
    {
        _session.Refresh();
        return _session.Catalogue.Get(partition).Next;
    }

    /// <summary>Applies retention and drops old tombstones, a bounded number of records. Owner only.</summary>
    public void RunHousekeeping() => _session.Require().Housekeeping.Run();

    /// <summary>Closes the file. Clients still open fail from here on.</summary>
    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            Release(_parts);
        }
    }

    /// <summary>In the opposite order of making, so that the lock on the directory goes last.</summary>
    private static void Release(Stack<IDisposable> parts)
    {
        while (parts.TryPop(out var part))
        {
            part.Dispose();
        }
    }
}
