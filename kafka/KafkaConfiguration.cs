using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Json;
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
    /// <exception cref="ConfigurationException">The file cannot be read, or has a section nobody reads.</exception>
    public static IConfigurationRoot Load()
    {
        var file = Path.Combine(Environment.CurrentDirectory, "appsettings.json");
        return Read(
            file,
            new ConfigurationBuilder().AddJsonFile(file, optional: true, reloadOnChange: true).AddEnvironmentVariables()
        );
    }

    /// <summary>One JSON file and nothing else; nothing at all without one.</summary>
    /// <exception cref="ConfigurationException">The file cannot be read, or has a section nobody reads.</exception>
    public static IConfiguration Of(string? file)
    {
        var builder = new ConfigurationBuilder();
        return file is null ? builder.Build()
            : File.Exists(file) ? Read(file, builder.AddJsonFile(file))
            : throw new ConfigurationException($"{file} does not exist.");
    }

    /// <summary>Reads one section into its options.</summary>
    /// <exception cref="ConfigurationException">A value does not fit its key, or a key is not known.</exception>
    public static T Bind<T>(IConfiguration configuration, string section)
        where T : new()
    {
        ConfigurationKeys.RefuseUnknown(configuration.GetSection(section), typeof(T));
        try
        {
            var options = new T();
            configuration.GetSection(section).Bind(options);
            return options;
        }
        catch (InvalidOperationException e)
        {
            // The binder's message names the key; only numbers, times and flags can fail, never a secret.
            throw new ConfigurationException($"{e.Message.TrimEnd('.')}: give a value of that type.", e);
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
                "Kafka:BootstrapServers is missing: set Kafka__BootstrapServers=host:port of a broker, or run "
                    + "okta-local, which needs none."
            );
        }

        return options.Partitions is >= 1 and <= 1000
            ? options
            : throw new ConfigurationException($"Kafka:Partitions is {options.Partitions}: set it to 1 to 1000.");
    }

    /// <summary>The registry's ids where one is configured, else those of the committed schemas.</summary>
    public static ISchemaIds SchemaIds(KafkaOptions options) =>
        options.SchemaRegistryUrl is { Length: > 0 } url ? new RegistrySchemaIds(url) : new CommittedSchemaIds();

    private static IConfigurationRoot Read(string file, IConfigurationBuilder builder)
    {
        try
        {
            var root = builder.Build();
            foreach (var provider in root.Providers.OfType<JsonConfigurationProvider>())
            {
                ConfigurationKeys.RefuseUnknownSections(file, provider.GetChildKeys([], parentPath: null));
            }

            return root;
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            // The innermost says where in the file.
            throw new ConfigurationException(
                $"{file} cannot be read as configuration: {e.GetBaseException().Message}",
                e
            );
        }
    }
}
