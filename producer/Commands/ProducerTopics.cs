using Confluent.Kafka;
using Pipeline.Kafka;
using Pipeline.Schemas;

namespace Pipeline.Producer.Commands;

/// <summary>The topics collection writes, and what of them is not as it must be.</summary>
internal static class ProducerTopics
{
    private static readonly string[] Names =
    [
        Topics.Raw,
        Topics.Checkpoints,
        Topics.Licences,
        Topics.DeadLetters(Topics.Raw),
    ];

    public static IReadOnlyList<TopicSpec> Specs(int partitions) =>
        [.. TopicCatalogue.All(partitions).Where(x => Names.Contains(x.Name))];

    /// <summary>What differs from what must be, one sentence each.</summary>
    public static async Task<IReadOnlyList<string>> FindingsAsync(IKafkaClients clients, KafkaOptions options)
    {
        using var admin = clients.CreateAdmin();
        var topics = new TopicAdmin(admin, options.ReplicationFactor);
        try
        {
            return [.. (await topics.CheckAsync(Specs(options.Partitions))).Select(x => x.Message)];
        }
        catch (KafkaException e)
        {
            return [$"Kafka at {options.BootstrapServers} does not answer as needed: {e.Error.Reason}."];
        }
    }
}
