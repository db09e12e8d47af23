using Microsoft.Extensions.Logging;
using Pipeline.Schemas;

namespace Pipeline.Kafka;

/// <summary>
/// What every start does before it reads or writes: topics and schemas are there, and as they must be.
/// </summary>
public static class LogPreparation
{
    /// <summary>
    /// Creates topics that are missing and registers schemas, where each is allowed, and refuses to go on with any that
    /// are not as they must be.
    /// </summary>
    /// <exception cref="ConfigurationException">A topic is missing or wrong; the message names the remedy.</exception>
    public static async Task EnsureAsync(
        IKafkaClients clients,
        KafkaOptions options,
        ISchemaIds ids,
        IReadOnlyCollection<TopicSpec> topics,
        ILogger logger
    )
    {
        using var admin = clients.CreateAdmin();
        var topicAdmin = new TopicAdmin(admin, options.ReplicationFactor);
        if (options.CreateTopics)
        {
            foreach (var created in await topicAdmin.ApplyAsync(topics))
            {
                logger.LogInformation("Created topic {Topic}", created);
            }
        }

        var findings = await topicAdmin.CheckAsync(topics);
        if (findings.Count > 0)
        {
            throw new ConfigurationException(string.Join(Environment.NewLine, findings.Select(x => x.Message)));
        }

        if (options.RegisterSchemas && ids is RegistrySchemaIds registry)
        {
            await registry.RegisterAsync(topics);
        }
    }
}
