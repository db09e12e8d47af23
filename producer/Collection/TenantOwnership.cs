using System.Collections.Concurrent;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Pipeline.Kafka;
using Pipeline.Producer.Collection.Reconciliation;
using Pipeline.Schemas;

namespace Pipeline.Producer.Collection;

/// <summary>
/// Spreads tenants over replicas: a group member that owns partition i of the checkpoints topic collects the tenants
/// whose key hashes to i. All calls to the consumer are made on the thread of <see cref="Run"/>.
/// </summary>
internal sealed class TenantOwnership
{
    private static readonly TimeSpan PollTimeout = TimeSpan.FromMilliseconds(200);

    private readonly CollectionServices _services;
    private readonly int _partitions;
    private readonly CollectionHealth _health;
    private readonly ConcurrentQueue<(int Partition, TaskCompletionSource<bool> Answer)> _questions = new();
    private readonly Dictionary<int, Running> _sessions = [];
    private readonly ILogger _logger;
    private ILookup<int, Tenant> _current;
    private volatile ILookup<int, Tenant>? _next;

    public TenantOwnership(
        CollectionServices services,
        IEnumerable<Tenant> tenants,
        int partitions,
        CollectionHealth health
    )
    {
        _health = health;
        _services = services;
        _partitions = partitions;
        _current = ByPartition(tenants);
        _logger = services.Loggers.CreateLogger<TenantOwnership>();
    }

    /// <summary>Takes part in the group until cancelled, then gives every partition up in order.</summary>
    public void Run(CancellationToken cancel)
    {
        using var consumer = _services.Clients.CreateConsumer(
            new ConsumerConfig
            {
                GroupId = _services.Options.ApplicationId,
                ClientId = _services.Options.Instance ?? _services.Options.ApplicationId,
                // Only partitions that move are given up; the others go on collecting.
                PartitionAssignmentStrategy = PartitionAssignmentStrategy.CooperativeSticky,
                // Only requests that arrive say something to a member; where to go on is read behind the fence.
                AutoOffsetReset = AutoOffsetReset.Latest,
                EnableAutoCommit = false,
                EnableAutoOffsetStore = false,
                // A killed replica's tenants go on elsewhere after this.
                SessionTimeoutMs = 15_000,
                HeartbeatIntervalMs = 3_000,
            },
            new RebalanceHandlers(
                (_, partitions) => partitions.ForEach(x => Start(x.Partition.Value, cancel)),
                (_, partitions) => Stop([.. partitions.Select(x => x.Partition.Value)]),
                (_, partitions) => Stop([.. partitions.Select(x => x.Partition.Value)])
            )
        );
        try
        {
            consumer.Subscribe(Topics.Checkpoints);
            while (!cancel.IsCancellationRequested)
            {
                Consume(consumer);
                if (!_services.Pulse.IsLost || IsMember(consumer, _sessions.Keys))
                {
                    _services.Pulse.Beat();
                }

                // A member without a partition is ready as well: it waits for one.
                _health.Polled(isMember: !string.IsNullOrEmpty(consumer.MemberId));
                TakeUp(cancel);
                Answer(consumer);
                ThrowIfFailed();
            }
        }
        finally
        {
            Stop([.. _sessions.Keys]);
            consumer.Close();
        }
    }

    /// <summary>Says which tenants there are from now on. May be called from any thread.</summary>
    public void Update(IEnumerable<Tenant> tenants) => _next = ByPartition(tenants);

    private ILookup<int, Tenant> ByPartition(IEnumerable<Tenant> tenants) =>
        tenants.ToLookup(x => Murmur2Partition.Of(Keys.Tenant(x.Name), _partitions));

    /// <summary>
    /// Begins the sessions anew whose tenants have changed: each ends after its open transaction and goes on from its
    /// checkpoints, so nothing is lost or repeated. The others do not notice.
    /// </summary>
    private void TakeUp(CancellationToken cancel)
    {
        if (Interlocked.Exchange(ref _next, null) is not { } next)
        {
            return;
        }

        var changed = _sessions.Keys.Where(x => !next[x].SequenceEqual(_current[x])).ToArray();
        _current = next;
        foreach (var partition in changed)
        {
            _logger.LogInformation(
                "Partition {Partition} now collects {Tenants}.",
                partition,
                string.Join(", ", next[partition].Select(x => x.Name).DefaultIfEmpty("nothing"))
            );
            Start(partition, cancel);
        }
    }

    private void Consume(IConsumer<byte[], byte[]> consumer)
    {
        try
        {
            if (
                consumer.Consume(PollTimeout) is { Message: { } message } result
                && _sessions.TryGetValue(result.Partition.Value, out var running)
            )
            {
                running.Inbox.Take(message);
            }
        }
        catch (ConsumeException e) when (!e.Error.IsFatal)
        {
            _logger.LogWarning("Group {Group}: {Reason}.", _services.Options.ApplicationId, e.Error.Reason);
        }
    }

    private void Answer(IConsumer<byte[], byte[]> consumer)
    {
        while (_questions.TryDequeue(out var question))
        {
            question.Answer.TrySetResult(
                IsMember(consumer, [question.Partition]) && _sessions.ContainsKey(question.Partition)
            );
        }
    }

    /// <summary>
    /// A commit is refused to whoever is no longer a member of the current generation: the proof that partitions are
    /// ours.
    /// </summary>
    private bool IsMember(IConsumer<byte[], byte[]> consumer, IReadOnlyCollection<int> partitions)
    {
        if (partitions.Count == 0)
        {
            return true;
        }

        try
        {
            consumer.Commit(partitions.Select(x => new TopicPartitionOffset(Topics.Checkpoints, x, 0)));
            return true;
        }
        catch (KafkaException e)
        {
            _logger.LogWarning(
                "Not ours now: partitions {Partitions}: {Reason}.",
                string.Join(", ", partitions),
                e.Error.Reason
            );
            return false;
        }
    }

    private async Task<bool> IsOwnedAsync(int partition, CancellationToken cancel)
    {
        var answer = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        _questions.Enqueue((partition, answer));
        return await answer.Task.WaitAsync(cancel);
    }

    private void Start(int partition, CancellationToken cancel)
    {
        Stop([partition]);
        var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var session = new PartitionSession(
            partition,
            [.. _current[partition]],
            _services,
            x => IsOwnedAsync(partition, x)
        );
        var task = Task.Run(() => session.RunAsync(stop.Token), CancellationToken.None);
        _sessions[partition] = new Running(task, stop, session.Inbox);
    }

    /// <summary>
    /// Ends sessions and waits for them, so that the next owner finds a closed transaction. One that does not end in
    /// time is fenced by the next owner.
    /// </summary>
    private void Stop(IReadOnlyList<int> partitions)
    {
        var ending = new List<Task>();
        foreach (var partition in partitions)
        {
            if (_sessions.Remove(partition, out var running))
            {
                running.Stop.Cancel();
                ending.Add(running.Task);
            }
        }

        var all = Task.WhenAll(ending);
        if (Task.WaitAny([all], _services.Options.DrainTimeout) < 0)
        {
            _logger.LogWarning("Partitions {Partitions} did not end in time.", string.Join(", ", partitions));
        }
    }

    /// <summary>A session ends by itself only for a reason a person must repair.</summary>
    private void ThrowIfFailed()
    {
        foreach (var running in _sessions.Values.Where(x => x.Task.IsFaulted))
        {
            running.Task.GetAwaiter().GetResult();
        }
    }

    private sealed record Running(Task Task, CancellationTokenSource Stop, BackfillInbox Inbox);
}
