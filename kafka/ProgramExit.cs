using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Confluent.SchemaRegistry;
using Pipeline.Schemas;

namespace Pipeline.Kafka;

/// <summary>
/// How a program ends: exit codes, and one sentence instead of a stack trace for what the user can repair.
/// </summary>
public static class ProgramExit
{
    /// <summary>Done; also after Ctrl-C and SIGTERM of a service.</summary>
    public const int Ok = 0;

    /// <summary>It ran and found something, or could not do it.</summary>
    public const int Failed = 1;

    /// <summary>The configuration or the command line cannot work.</summary>
    public const int Configuration = 2;

    /// <summary>Ctrl-C during a tool, as a shell counts it: 128 and the number of SIGINT.</summary>
    public const int Interrupted = 130;

    /// <summary>For the description of a tool.</summary>
    public const string Codes =
        "Exit codes: 0 all is well; 1 findings, or it failed; 2 configuration; 130 interrupted.";

    /// <summary>Runs a command and turns what it throws into a sentence and an exit code.</summary>
    /// <param name="command">The command.</param>
    /// <param name="errors">Where sentences go.</param>
    /// <param name="stop">Signals.</param>
    /// <param name="stopped">The code after a signal: a service did what it should, a tool is unfinished.</param>
    public static async Task<int> GuardAsync(
        Func<Task<int>> command,
        TextWriter errors,
        CancellationToken stop,
        int stopped = Ok
    )
    {
        try
        {
            return await command();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return stopped;
        }
        catch (Exception e) when (Sentence(e) is { } sentence)
        {
            await errors.WriteLineAsync(sentence);
            return e is ConfigurationException or UnknownSchemaException ? Configuration : Failed;
        }
    }

    private static string? Sentence(Exception e) =>
        e switch
        {
            ConfigurationException or UnknownSchemaException or StoppedException => e.Message,
            IOException or UnauthorizedAccessException => e.Message,
            DescribeConfigsException describe => string.Join(
                Environment.NewLine,
                describe
                    .Results.Where(x => x.Error.IsError)
                    .Select(x => $"Topic {x.ConfigResource.Name} cannot be described: {x.Error.Reason}.")
            ),
            KafkaException kafka => kafka.Error.Code
                is ErrorCode.Local_Transport
                    or ErrorCode.Local_TimedOut
                    or ErrorCode.Local_AllBrokersDown
                ? $"The brokers do not answer: {kafka.Error.Reason}. Check Kafka:BootstrapServers and the network."
                : $"Kafka: {kafka.Error.Reason} ({kafka.Error.Code}).",
            SchemaRegistryException registry => $"The schema registry refused: {registry.Message}.",
            HttpRequestException http =>
                $"The schema registry does not answer: {http.Message}. Check Kafka:SchemaRegistryUrl and the network.",
            // HttpClient's own time limit.
            OperationCanceledException { InnerException: TimeoutException timeout } =>
                $"No answer in time: {timeout.Message} Check the network.",
            _ => null,
        };
}
