using Microsoft.Extensions.Configuration;
using Pipeline.Schemas;

namespace Pipeline.Kafka;

/// <summary>Start-up of every program that talks to Kafka: reads section <c>Kafka</c> and chooses the schema ids.</summary>
public static class KafkaConfiguration
{
    /// <summary>Environment over <c>appsettings.json</c> of the working directory, e.g. <c>Kafka__BootstrapServers</c>.</summary>
    public static IConfigurationRoot Load() =>
        new ConfigurationBuilder()
            .AddJsonFile(
                Path.Combine(Environment.CurrentDirectory, "appsettings.json"),
                optional: true,
                reloadOnChange: true
            )
            .AddEnvironmentVariables()
            .Build();

    /// <summary>One JSON file and nothing else; nothing at all without one.</summary>
    /// <exception cref="ConfigurationException">The file cannot be read.</exception>
    public static IConfiguration Of(string? file)
    {
        try
        {
            var builder = new ConfigurationBuilder();
            return (file is null ? builder : builder.AddJsonFile(file)).Build();
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"{file} cannot be read as configuration: {e.Message}", e);
        }
    }

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
    /// <param name="bootstrapServers">Brokers of the command line, which count before the configured ones.</param>
    /// <exception cref="ConfigurationException">It cannot work.</exception>
    public static KafkaOptions Kafka(IConfiguration configuration, string? bootstrapServers = null)
    {
        var options = Bind<KafkaOptions>(configuration, "Kafka");
        options.BootstrapServers = bootstrapServers ?? options.BootstrapServers;
        if (string.IsNullOrWhiteSpace(options.BootstrapServers))
        {
            throw new ConfigurationException(
                "Kafka:BootstrapServers is missing: set Kafka__BootstrapServers=host:port of a broker, or run okta-local, "
                    + "which needs none."
            );
        }

        return options.Partitions is >= 1 and <= 1000
            ? options
            : throw new ConfigurationException($"Kafka:Partitions is {options.Partitions}: set it to 1 to 1000.");
    }

    /// <summary>The registry's ids where one is configured, else those of the committed schemas.</summary>
    public static ISchemaIds SchemaIds(KafkaOptions options) =>
        options.SchemaRegistryUrl is { Length: > 0 } url ? new RegistrySchemaIds(url) : new CommittedSchemaIds();
}
