using System.CommandLine;
using Pipeline.Kafka;
using Pipeline.Processor.Reading;
using Pipeline.Schemas;

namespace Pipeline.Processor.Commands;

/// <summary><c>read</c>: prints a topic, whatever is in it.</summary>
internal static class ReadCommand
{
    private const string Description =
        "Print the committed records of a topic, one JSON object a line: topic, partition, offset, timestamp, key, "
        + "headers and the decoded value. Values that are not Avro come as {\"text\":…} or {\"base64\":…}. "
        + "Without --from-beginning and --follow: the last 10 records of each partition. Exit codes: 0 read to the "
        + "end (or nobody reads the output any more); 1 the topic cannot be read; 2 configuration; 130 interrupted.";

    /// <param name="options">Section Kafka of the configuration; options of the command line win.</param>
    /// <param name="brokers">Opens brokers.</param>
    /// <param name="embeddedLog">Opens the embedded log in a directory.</param>
    /// <param name="openOutput">Opens what is printed to; standard output where null.</param>
    public static Command Create(
        KafkaOptions options,
        Func<KafkaOptions, IKafkaClients> brokers,
        Func<string, IKafkaClients> embeddedLog,
        Func<Stream>? openOutput = null
    )
    {
        var topic = new Argument<string>("topic") { Description = "Name of the topic." };
        var source = new LogSource(options, brokers, embeddedLog);
        var registry = new Option<string?>("--schema-registry") { Description = "URL of the schema registry." };
        var fromBeginning = new Option<bool>("--from-beginning") { Description = "Begin with the oldest record." };
        var follow = new Option<bool>("--follow") { Description = "Do not end: wait for records, from now on." };
        var json = new Option<bool>("--json") { Description = "JSON lines. The only format there is." };
        var max = new Option<int?>("--max")
        {
            Description = "End after so many; else the last so many of each partition.",
            CustomParser = x =>
            {
                if (int.TryParse(x.Tokens[0].Value, out var count) && count > 0)
                {
                    return count;
                }

                x.AddError($"--max must be a number from 1, not {x.Tokens[0].Value}.");
                return null;
            },
        };
        var partition = new Option<int?>("--partition") { Description = "Read one partition only." };
        var key = new Option<string?>("--key") { Description = "Print records with this key only." };
        var command = new Command("read", Description)
        {
            topic,
            registry,
            fromBeginning,
            follow,
            json,
            max,
            partition,
            key,
        };
        source.AddTo(command);
        command.SetAction(
            (parse, cancellationToken) =>
                ProgramExit.GuardAsync(
                    () =>
                    {
                        options.SchemaRegistryUrl = parse.GetValue(registry) ?? options.SchemaRegistryUrl;
                        var wanted = new ReadOptions(
                            parse.GetValue(topic)!,
                            parse.GetValue(fromBeginning),
                            parse.GetValue(follow),
                            parse.GetValue(max),
                            parse.GetValue(partition),
                            parse.GetValue(key)
                        );
                        var clients = source.Open(parse);
                        // The client blocks: not the thread that waits for Ctrl-C.
                        return Task.Run(
                            () => Read(clients, options, wanted, openOutput ?? StandardOutput.Open, cancellationToken),
                            CancellationToken.None
                        );
                    },
                    parse.InvocationConfiguration.Error,
                    cancellationToken,
                    ProgramExit.Interrupted
                )
        );
        return command;
    }

    private static int Read(
        IKafkaClients clients,
        KafkaOptions options,
        ReadOptions wanted,
        Func<Stream> openOutput,
        CancellationToken cancellationToken
    )
    {
        using var registry = options.SchemaRegistryUrl is { Length: > 0 } url ? new RegistrySchemaIds(url) : null;
        var decoder = new ValueDecoder((ISchemaIds?)registry ?? new CommittedSchemaIds());
        using var output = new RecordWriter(openOutput(), new RecordJson(decoder));
        try
        {
            new TopicReader(clients, wanted).Read(output, cancellationToken);
        }
        catch (IOException)
        {
            // `read … | head`: whoever read the output has enough.
        }

        return ProgramExit.Ok;
    }
}
