using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Confluent.SchemaRegistry;
using Pipeline.Kafka;
using Pipeline.Processor.Reading;
using Pipeline.Schemas;

namespace Pipeline.Processor.Commands;

/// <summary>Exit codes of the tools, and the sentence for each failure that is not a bug.</summary>
internal static class CommandExit
{
    public const int Fine = ProgramExit.Ok;

    /// <summary>The tool found something, or could not finish.</summary>
    public const int Findings = ProgramExit.Failed;

    /// <summary>It was not told enough, or something that cannot work.</summary>
    public const int Configuration = ProgramExit.Configuration;

    /// <summary>Ctrl-C, as a shell counts it: 128 and the number of SIGINT.</summary>
    public const int Interrupted = ProgramExit.Interrupted;

    public const string Codes = "Exit codes: 0 all is well; 1 findings, or it failed; 2 configuration.";

    /// <summary>Runs a tool and turns what goes wrong outside of it into a sentence and an exit code.</summary>
    public static async Task<int> RunAsync(TextWriter errors, Func<Task<int>> tool)
    {
        try
        {
            return await tool();
        }
        catch (OperationCanceledException)
        {
            return Interrupted;
        }
        catch (Exception e) when (Sentence(e) is { } sentence)
        {
            await errors.WriteLineAsync(sentence);
            return e is ConfigurationException ? Configuration : Findings;
        }
    }

    private static string? Sentence(Exception e) =>
        e switch
        {
            ConfigurationException or ReadException or UnknownSchemaException => e.Message,
            DescribeConfigsException describe => string.Join(
                Environment.NewLine,
                describe
                    .Results.Where(x => x.Error.IsError)
                    .Select(x => $"Topic {x.ConfigResource.Name} cannot be described: {x.Error.Reason}.")
            ),
            KafkaException kafka => kafka.Error.Code is ErrorCode.Local_Transport or ErrorCode.Local_TimedOut
                ? $"The brokers do not answer: {kafka.Error.Reason}. Check Kafka:BootstrapServers and the network."
                : $"The brokers refused: {kafka.Error.Reason}.",
            SchemaRegistryException registry => $"The schema registry refused: {registry.Message}.",
            HttpRequestException http =>
                $"The schema registry does not answer: {http.Message}. Check Kafka:SchemaRegistryUrl and the network.",
            _ => null,
        };
}
