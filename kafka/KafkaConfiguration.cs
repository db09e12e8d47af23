using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Pipeline.Schemas;

namespace Pipeline.Kafka;

/// <summary>Reads section <c>Kafka</c> and makes from it what every executable needs.</summary>
public static class KafkaConfiguration
{
    /// <summary>Settings file, then environment variables (<c>Kafka__BootstrapServers</c>): the later one counts.</summary>
    public static IConfiguration Load() =>
        new ConfigurationBuilder()
            .SetBasePath(AppContext.BaseDirectory)
            .AddJsonFile("appsettings.json", optional: true)
            .AddEnvironmentVariables()
            .Build();

    /// <summary>The options, with brokers given.</summary>
    /// <exception cref="ConfigurationException">No brokers are configured, or a number is out of range.</exception>
    public static KafkaOptions Options(IConfiguration configuration, string? bootstrapServers = null)
    {
        var options = configuration.GetSection("Kafka").Get<KafkaOptions>() ?? new KafkaOptions();
        options.BootstrapServers = bootstrapServers ?? options.BootstrapServers;
        if (string.IsNullOrWhiteSpace(options.BootstrapServers))
        {
            throw new ConfigurationException(
                "Kafka:BootstrapServers is not set: give the brokers as host:port,host:port (environment: "
                    + "Kafka__BootstrapServers), or try the pipeline without a broker with okta-local."
            );
        }

        return options.Partitions is > 0 and <= 1000
            ? options
            : throw new ConfigurationException(
                $"Kafka:Partitions is {options.Partitions}: give a number from 1 to 1000."
            );
    }

    /// <summary>Ids of the registry if one is configured, else those of the committed schemas.</summary>
    public static ISchemaIds SchemaIds(KafkaOptions options) =>
        options.SchemaRegistryUrl is { Length: > 0 } url ? new RegistrySchemaIds(url) : new CommittedSchemaIds();

    /// <summary>
    /// Creates the topics that are missing, if that is allowed, and refuses to start with any that are not as they must
    /// be; registers the schemas where that is allowed.
    /// </summary>
    /// <exception cref="ConfigurationException">A topic or schema is missing or wrong; the message names the remedy.</exception>
    public static async Task PrepareAsync(
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
