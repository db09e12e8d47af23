using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Pipeline.Kafka;
using Pipeline.Producer.Collection;
using Pipeline.Schemas;

namespace Pipeline.Producer.Commands;

/// <summary>The topics collection writes, and that its largest record fits into them.</summary>
internal static class ProducerTopics
{
    private const string SizeKey = "Okta:MaxEventBytes";

    /// <summary>Topics that get events, whatever their size.</summary>
    private static readonly string[] EventTopics = [Topics.Raw, Topics.DeadLetters(Topics.Raw)];

    private static readonly string[] Names = [.. EventTopics, Topics.Checkpoints, Topics.Licences];

    /// <summary>Creates what is missing, where allowed, and refuses what cannot work.</summary>
    /// <exception cref="ConfigurationException">A topic or a size is not as it must be.</exception>
    public static async Task EnsureAsync(
        IKafkaClients clients,
        KafkaOptions kafka,
        ISchemaIds ids,
        ProducerOptions options,
        ILogger logger
    )
    {
        await LogPreparation.EnsureAsync(clients, kafka, ids, Specs(kafka), logger);
        var sizes = await MessageSizes.FindingsAsync(clients, kafka, EventTopics, options.MaxEventBytes, SizeKey);
        if (sizes.Count > 0)
        {
            throw new ConfigurationException(string.Join(Environment.NewLine, sizes));
        }
    }

    /// <summary>What differs from what must be, one sentence each; changes nothing.</summary>
    public static async Task<IReadOnlyList<string>> FindingsAsync(
        IKafkaClients clients,
        KafkaOptions kafka,
        ProducerOptions options
    )
    {
        using var admin = clients.CreateAdmin();
        try
        {
            var topics = await new TopicAdmin(admin, kafka.ReplicationFactor).CheckAsync(Specs(kafka));
            var sizes = topics.Any(x => x.IsMissing)
                ? []
                : await MessageSizes.FindingsAsync(clients, kafka, EventTopics, options.MaxEventBytes, SizeKey);
            return [.. topics.Select(x => x.Message), .. sizes];
        }
        catch (KafkaException e)
        {
            return [$"Kafka at {kafka.BootstrapServers} does not answer as needed: {e.Error.Reason}."];
        }
    }

    private static List<TopicSpec> Specs(KafkaOptions kafka) =>
        [.. TopicCatalogue.All(kafka.Partitions).Where(x => Names.Contains(x.Name))];
}
