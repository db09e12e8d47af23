using Pipeline.Schemas;

namespace Pipeline.Kafka;

/// <summary>
/// How a program ends: exit codes, and one sentence instead of a stack trace for what the user can repair.
/// </summary>
public static class ProgramExit
{
    public const int Ok = 0;

    /// <summary>Something failed that no configuration explains.</summary>
    public const int Failed = 1;

    /// <summary>The configuration cannot work.</summary>
    public const int Configuration = 2;

    /// <summary>
    /// Runs a command; a configuration that cannot work becomes one sentence on stderr and exit code 2.
    /// </summary>
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
    }
}
