using System.Diagnostics;
using Confluent.Kafka;
using Microsoft.Data.Sqlite;
using Pipeline.Kafka;
using Pipeline.Processor.Embedded.Storage;

namespace Pipeline.Processor.Embedded.Consuming;

/// <summary>
/// A consumer over the embedded log. Its lock guards assignment and cursors; it is not held while a handler runs or
/// while the consumer waits. Lock order: this one, then the writer's, then the groups'.
/// </summary>
internal sealed partial class EmbeddedConsumer : ConsumerBase
{
    private readonly Lock _gate = new();
    private readonly LogSession _session;
    private readonly ConsumerSettings _settings;
    private readonly PartitionReader _reader;
    private readonly PartitionCursors _cursors = new();
    private readonly Membership? _membership;
    private bool _disposed;

    public EmbeddedConsumer(LogSession session, ConsumerConfig config, RebalanceHandlers? handlers)
    {
        _session = session;
        _settings = ConsumerSettings.From(config);
        _reader = new PartitionReader(session.File);
        Name = session.NameClient(config.ClientId, "consumer");
        if (session.Owner is { } owner && _settings.Group is { } group)
        {
            _membership = new(owner.Groups, group, config.ClientId ?? Name, _settings.MaxPollInterval, Name)
            {
                OnAssigned = x => Served(() => handlers?.Assigned(this, x), x),
                OnRevoked = () => Served(() => handlers?.Revoked(this, Positions()), []),
                OnLost = () => Served(() => handlers?.Lost(this, Positions()), []),
                HoldsPartitions = () => Assignment.Count > 0,
            };
        }
    }

    public override string Name { get; }

    public override string MemberId => _membership?.MemberId ?? "";

    public override List<string> Subscription => _membership?.Subscription ?? [];

    public override IConsumerGroupMetadata ConsumerGroupMetadata => Metadata();

    public override ConsumeResult<byte[], byte[]> Consume(TimeSpan timeout) =>
        // Confluent's interface says non-null and returns null when the time is over.
        Consume(timeout == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : timeout, CancellationToken.None)!;

    public override ConsumeResult<byte[], byte[]> Consume(CancellationToken cancellationToken = default) =>
        Consume(TimeSpan.MaxValue, cancellationToken)!;

    public override void Subscribe(IEnumerable<string> topics)
    {
        var list = topics.ToList();
        if (list.Exists(x => x.StartsWith('^')))
        {
            throw new NotSupportedException("The embedded log has no subscription by pattern: name the topics.");
        }

        RequireMembership().Subscribe(list);
    }

    public override void Unsubscribe()
    {
        _membership?.Leave();
        Clear();
    }

    public override void Close()
    {
        try
        {
            Unsubscribe();
        }
        finally
        {
            Dispose();
        }
    }

    /// <summary>Leaves the group without calling handlers, as Confluent's consumer does.</summary>
    public override void Dispose()
    {
        _membership?.Abandon();
        lock (_gate)
        {
            _disposed = true;
            _cursors.Clear();
            _reader.Dispose();
        }

        // A thread that waits in Consume learns of it.
        _session.Owner?.Signal.Raise();
    }

    private ConsumeResult<byte[], byte[]>? Consume(TimeSpan timeout, CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        _membership?.Enter();
        try
        {
            while (true)
            {
                cancellation.ThrowIfCancellationRequested();
                // Before looking: what comes after the look changes the version and ends the wait.
                var seen = _session.Signal.Version;
                _membership?.Serve();
                if (Next() is { } result)
                {
                    return result;
                }

                var rest = timeout - Stopwatch.GetElapsedTime(began);
                if (rest <= TimeSpan.Zero)
                {
                    // A reader in another process looks at the file here, even if it never waits.
                    _session.Signal.Wait(seen, TimeSpan.Zero, cancellation);
                    return null;
                }

                _session.Signal.Wait(seen, rest, cancellation);
            }
        }
        finally
        {
            _membership?.Exit();
        }
    }

    private ConsumeResult<byte[], byte[]>? Next()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            try
            {
                return _cursors.Next(_settings, _reader, _session.Offsets);
            }
            catch (SqliteException e)
            {
                throw new KafkaException(LogErrors.Storage(e, _session.File.Directory), e);
            }
        }
    }

    /// <summary>Runs a handler, then makes the new assignment good; none if the handler throws.</summary>
    private void Served(Action handler, IReadOnlyList<TopicPartition> assignment)
    {
        try
        {
            handler();
        }
        catch
        {
            Clear();
            throw;
        }

        Assign(assignment);
    }

    private List<TopicPartitionOffset> Positions()
    {
        lock (_gate)
        {
            return [.. _cursors.All.Select(x => new TopicPartitionOffset(x.Partition.Name, x.Position))];
        }
    }

    private void Clear()
    {
        lock (_gate)
        {
            _cursors.Clear();
        }
    }

    private Membership RequireMembership()
    {
        _session.Require();
        return _membership
            ?? throw new InvalidOperationException("A consumer without group.id cannot subscribe or commit: set it.");
    }

    private GroupMetadata Metadata() => RequireMembership().Metadata;
}
