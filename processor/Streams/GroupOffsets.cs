using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Pipeline.Kafka;

namespace Pipeline.Processor.Streams;

/// <summary>
/// Where a group begins. A first start sets its offsets to the beginning, for every partition; after that they are only
/// moved by commits and by people. Offsets are never reset silently: that would skip or repeat records behind the
/// state.
/// </summary>
/// <remarks>
/// They are read with a consumer of the group: asked with an admin client, librdkafka reads a null pointer when the
/// coordinator is not there yet (its issue 5040), and the process dies without a line in its log.
/// </remarks>
internal sealed class GroupOffsets(IKafkaClients clients, Stage stage, EngineOptions options)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <exception cref="EngineStoppedException">Some offsets are gone, or state is there without any.</exception>
    public async Task EnsureAsync(CancellationToken stop)
    {
        using var admin = clients.CreateAdmin();
        using var consumer = CreateConsumer();
        var partitions = Partitions(admin);
        var missing = Missing(consumer, partitions);
        if (missing.Count == 0)
        {
            return;
        }

        if (missing.Count < partitions.Count)
        {
            throw new EngineStoppedException(Gone(stage, options, $"{missing.Count} partitions have no offset"));
        }

        if (HasState(consumer, partitions.Count))
        {
            if (Missing(consumer, partitions).Count == 0)
            {
                // Another instance began meanwhile: first the offsets, then the state.
                return;
            }

            throw new EngineStoppedException(Gone(stage, options, "its changelog holds state"));
        }

        await BeginAsync(admin, consumer, partitions, stop);
    }

    /// <summary>The sentence of a group whose offsets are gone, with the command to go on.</summary>
    public static string Gone(Stage stage, EngineOptions options, string why)
    {
        var group = stage.ApplicationId(options.Application);
        return $"Group {group} has lost its place in {stage.Input} ({why}), and going on would skip or repeat records "
            + $"behind its state. Decide where to go on, with every instance stopped: `kafka-consumer-groups.sh "
            + $"--bootstrap-server … --group {group} --topic {stage.Input} --reset-offsets --to-earliest --execute`, "
            + $"and delete topic {stage.Changelog(options.Application, 1).Name} to rebuild the state from there.";
    }

    private List<TopicPartition> Partitions(IAdminClient admin)
    {
        var metadata = admin.GetMetadata(stage.Input, Timeout);
        var topic = metadata.Topics.Find(x => x.Topic == stage.Input);
        return topic is null || topic.Error.IsError || topic.Partitions.Count == 0
            ? throw new EngineStoppedException(
                $"Topic {stage.Input} does not exist: run `okta-processor topics apply` to create it."
            )
            : [.. topic.Partitions.Select(x => new TopicPartition(stage.Input, x.PartitionId))];
    }

    /// <summary>Outside any membership, and offsets of open transactions do not keep it waiting.</summary>
    private IConsumer<byte[], byte[]> CreateConsumer() =>
        clients.CreateConsumer(
            new()
            {
                GroupId = stage.ApplicationId(options.Application),
                IsolationLevel = IsolationLevel.ReadUncommitted,
            }
        );

    private static List<TopicPartition> Missing(IConsumer<byte[], byte[]> consumer, List<TopicPartition> partitions)
    {
        var found = consumer
            .Committed(partitions, Timeout)
            .Where(x => x.Offset >= 0)
            .Select(x => x.TopicPartition)
            .ToHashSet();
        return [.. partitions.Where(x => !found.Contains(x))];
    }

    private bool HasState(IConsumer<byte[], byte[]> consumer, int partitions)
    {
        var changelog = stage.Changelog(options.Application, partitions).Name;
        var all = Enumerable.Range(0, partitions).Select(x => new TopicPartition(changelog, x));
        return Bounds(consumer, all).Values.Any(x => x.End > x.Start);
    }

    private async Task BeginAsync(
        IAdminClient admin,
        IConsumer<byte[], byte[]> consumer,
        List<TopicPartition> partitions,
        CancellationToken stop
    )
    {
        var bounds = Bounds(consumer, partitions);
        var group = new ConsumerGroupTopicPartitionOffsets(
            stage.ApplicationId(options.Application),
            [.. partitions.Select(x => new TopicPartitionOffset(x, bounds[x].Start))]
        );
        for (var attempt = 1; ; attempt++)
        {
            stop.ThrowIfCancellationRequested();
            try
            {
                await admin.AlterConsumerGroupOffsetsAsync(
                    [group],
                    new AlterConsumerGroupOffsetsOptions { RequestTimeout = Timeout }
                );
                return;
            }
            catch (KafkaException)
            {
                // Another instance was faster, and its group is not empty any more; or the coordinator is not there
                // yet.
                if (Missing(consumer, partitions).Count == 0)
                {
                    return;
                }

                if (attempt == 10)
                {
                    throw;
                }

                await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System, stop);
            }
        }
    }

    /// <summary>First offset and end of each partition, records of open transactions included.</summary>
    private Dictionary<TopicPartition, (long Start, long End)> Bounds(
        IConsumer<byte[], byte[]> consumer,
        IEnumerable<TopicPartition> partitions
    ) =>
        partitions.ToDictionary(
            x => x,
            x => (consumer.QueryWatermarkOffsets(x, Timeout).Low.Value, clients.HighWatermark(consumer, x, Timeout))
        );
}
