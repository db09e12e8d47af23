using Microsoft.Extensions.Configuration;
using Pipeline.Schemas;

namespace Pipeline.Kafka;

/// <summary>
/// Start-up of every program that talks to Kafka: reads section <c>Kafka</c> and chooses the schema ids.
/// </summary>
public static class KafkaConfiguration
{
    /// <summary>
    /// Environment over <c>appsettings.json</c> of the working directory, e.g. <c>Kafka__BootstrapServers</c>.
    /// </summary>
    public static IConfigurationRoot Load() =>
        new ConfigurationBuilder()
            .AddJsonFile(Path.Combine(Environment.CurrentDirectory, "appsettings.json"), optional: true)
            .AddEnvironmentVariables()
            .Build();

    /// <summary>Reads one section into its options.</summary>
    /// <exception cref="ConfigurationException">A value does not fit its key.</exception>
    public static T Bind<T>(IConfiguration configuration, string section)
        where T : new()
    {
        try
        {
            var options = new T();
            configuration.GetSection(section).Bind(options);
            return options;
        }
        catch (InvalidOperationException e)
        {
            throw new ConfigurationException(e.Message, e);
        }
    }

    /// <summary>Reads section <c>Kafka</c> for a program that needs a broker.</summary>
    /// <exception cref="ConfigurationException">It cannot work.</exception>
    public static KafkaOptions Kafka(IConfiguration configuration)
    {
        var options = Bind<KafkaOptions>(configuration, "Kafka");
        if (string.IsNullOrWhiteSpace(options.BootstrapServers))
        {
            throw new ConfigurationException(
                "Kafka:BootstrapServers is missing: set Kafka__BootstrapServers=host:port of a broker, or run "
                    + "okta-local, which needs none."
            );
        }

        return options.Partitions >= 1
            ? options
            : throw new ConfigurationException($"Kafka:Partitions is {options.Partitions}: set it to 1 or more.");
    }

    /// <summary>The registry's ids where one is configured, else those of the committed schemas.</summary>
    public static ISchemaIds SchemaIds(KafkaOptions options) =>
        options.SchemaRegistryUrl is { Length: > 0 } url ? new RegistrySchemaIds(url) : new CommittedSchemaIds();
}
