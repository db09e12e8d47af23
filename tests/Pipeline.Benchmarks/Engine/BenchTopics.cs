using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Pipeline.Kafka;

namespace Pipeline.Benchmarks.Engine;

/// <summary>
/// Topics of the benchmarks: made before a run, removed after it, so that no run reads another's records.
/// </summary>
internal static class BenchTopics
{
    public const string Plain = "bench.raw";
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    public static async Task CreateAsync(IKafkaClients clients, int partitions, params IEnumerable<string> names)
    {
        using var admin = clients.CreateAdmin();
        await admin.CreateTopicsAsync(
            names.Select(x => new TopicSpecification
            {
                Name = x,
                NumPartitions = partitions,
                ReplicationFactor = 1,
            }),
            new CreateTopicsOptions { OperationTimeout = Timeout, RequestTimeout = Timeout }
        );
    }

    /// <summary>Removes every topic but the kept ones and waits until the broker has forgotten them.</summary>
    public static async Task DeleteOthersAsync(IKafkaClients clients, IReadOnlyCollection<string> kept)
    {
        using var admin = clients.CreateAdmin();
        for (var attempt = 0; attempt < 100; attempt++)
        {
            var names = admin
                .GetMetadata(Timeout)
                .Topics.Select(x => x.Topic)
                .Where(x => !kept.Contains(x) && !x.StartsWith("__", StringComparison.Ordinal))
                .ToList();
            if (names.Count == 0)
            {
                return;
            }

            try
            {
                await admin.DeleteTopicsAsync(names, new DeleteTopicsOptions { OperationTimeout = Timeout });
            }
            catch (DeleteTopicsException e) when (e.Results.TrueForAll(x => !IsWorse(x.Error.Code)))
            {
                // Gone already, and the metadata does not know it yet.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, CancellationToken.None);
        }

        throw new InvalidOperationException("The broker does not remove its topics.");
    }

    /// <summary>How many records a topic holds.</summary>
    public static long Count(IKafkaClients clients, string topic)
    {
        using var consumer = clients.CreateConsumer(new ConsumerConfig { GroupId = "bench-count" });
        return Enumerable
            .Range(0, EventTexts.Tenants)
            .Sum(x => clients.HighWatermark(consumer, new TopicPartition(topic, x), Timeout));
    }

    private static bool IsWorse(ErrorCode code) => code is not (ErrorCode.NoError or ErrorCode.UnknownTopicOrPart);
}
