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

    /// <summary>Runs a command and turns what it throws into a sentence and an exit code.</summary>
    public static async Task<int> GuardAsync(Func<Task<int>> command, TextWriter errors, CancellationToken stop)
    {
        try
        {
            return await command();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return Ok;
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
