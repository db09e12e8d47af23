using System.CommandLine;
using Pipeline.Kafka;

namespace Pipeline.Processor.Commands;

/// <summary>Where a tool reads from: brokers, or the embedded log in a directory.</summary>
internal sealed class LogSource(
    KafkaOptions options,
    Func<KafkaOptions, IKafkaClients> brokers,
    Func<string, IKafkaClients> embeddedLog
)
{
    private readonly Option<string?> _servers = new("--bootstrap-servers")
    {
        Description = "Brokers, host:port,host:port.",
        Recursive = true,
    };

    private readonly Option<string?> _data = new("--data")
    {
        Description = "Directory of an embedded log, instead of brokers.",
        Recursive = true,
    };

    public void AddTo(Command command)
    {
        command.Add(_servers);
        command.Add(_data);
    }

    /// <exception cref="ConfigurationException">Neither is given, or there is no such directory.</exception>
    public IKafkaClients Open(ParseResult parse)
    {
        options.BootstrapServers = parse.GetValue(_servers) ?? options.BootstrapServers;
        return Open(options, parse.GetValue(_data), brokers, embeddedLog);
    }

    /// <exception cref="ConfigurationException">Neither is given, or there is no such directory.</exception>
    public static IKafkaClients Open(
        KafkaOptions options,
        string? directory,
        Func<KafkaOptions, IKafkaClients> brokers,
        Func<string, IKafkaClients> embeddedLog
    )
    {
        if (directory is not null)
        {
            return Directory.Exists(directory)
                ? embeddedLog(directory)
                : throw new ConfigurationException($"--data: there is no directory {directory}.");
        }

        return options.BootstrapServers is { Length: > 0 }
            ? brokers(options)
            : throw new ConfigurationException(
                "No log to read: give --bootstrap-servers HOST:PORT (or set Kafka:BootstrapServers), or --data DIR."
            );
    }
}
