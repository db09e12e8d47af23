using Confluent.Kafka;
using Pipeline.Kafka;
using Pipeline.Schemas;

namespace Pipeline.Producer.Commands;

/// <summary>The topics collection writes: created where missing and allowed, compared always.</summary>
internal static class ProducerTopics
{
    private static readonly string[] Names =
    [
        Topics.Raw,
        Topics.Checkpoints,
        Topics.Licences,
        Topics.DeadLetters(Topics.Raw),
    ];

    /// <summary>What differs from what must be, one sentence each.</summary>
    public static async Task<IReadOnlyList<string>> FindingsAsync(
        IKafkaClients clients,
        KafkaOptions options,
        bool create
    )
    {
        var specs = TopicCatalogue.All(options.Partitions).Where(x => Names.Contains(x.Name)).ToList();
        using var admin = clients.CreateAdmin();
        var topics = new TopicAdmin(admin, options.ReplicationFactor);
        try
        {
            if (create)
            {
                await topics.ApplyAsync(specs);
            }

            return [.. (await topics.CheckAsync(specs)).Select(x => x.Message)];
        }
        catch (KafkaException e)
        {
            return [$"Kafka at {options.BootstrapServers} does not answer as needed: {e.Error.Reason}."];
        }
    }
}
