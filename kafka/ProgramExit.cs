using Confluent.Kafka;

namespace Pipeline.Kafka;

/// <summary>
/// How a command ends. 0: done, also after Ctrl-C or SIGTERM. 1: it ran and could not do it. 2: the configuration or the
/// command line is wrong. Every error is a sentence on standard error, never a stack trace.
/// </summary>
public static class ProgramExit
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int Misconfigured = 2;

    /// <summary>Runs a command and turns what it throws into a sentence and an exit code.</summary>
    public static async Task<int> OfAsync(Func<CancellationToken, Task<int>> command, CancellationToken stop)
    {
        try
        {
            return await command(stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return Done;
        }
        catch (ConfigurationException e)
        {
            return await SayAsync(e.Message, Misconfigured);
        }
        catch (KafkaException e)
        {
            return await SayAsync($"Kafka: {e.Error.Reason} ({e.Error.Code})", Failed);
        }
        catch (Exception e) when (e is StoppedException or IOException or UnauthorizedAccessException)
        {
            return await SayAsync(e.Message, Failed);
        }
    }

    private static async Task<int> SayAsync(string message, int code)
    {
        await Console.Error.WriteLineAsync(message);
        return code;
    }
}
