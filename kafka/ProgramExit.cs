using Confluent.Kafka;
using Pipeline.Schemas;

namespace Pipeline.Kafka;

/// <summary>How a program ends: exit codes, and one sentence instead of a stack trace for what the user can repair.</summary>
public static class ProgramExit
{
    /// <summary>Done; also after Ctrl-C and SIGTERM.</summary>
    public const int Ok = 0;

    /// <summary>It ran and could not do it.</summary>
    public const int Failed = 1;

    /// <summary>The configuration or the command line cannot work.</summary>
    public const int Configuration = 2;

    /// <summary>Ctrl-C during a tool, as a shell counts it: 128 and the number of SIGINT.</summary>
    public const int Interrupted = 130;

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
        catch (Exception e) when (e is ConfigurationException or UnknownSchemaException)
        {
            await errors.WriteLineAsync(e.Message);
            return Configuration;
        }
        catch (KafkaException e)
        {
            await errors.WriteLineAsync($"Kafka: {e.Error.Reason} ({e.Error.Code}).");
            return Failed;
        }
        catch (Exception e) when (e is StoppedException or IOException or UnauthorizedAccessException)
        {
            await errors.WriteLineAsync(e.Message);
            return Failed;
        }
    }
}
