namespace Pipeline.Local.Commands;

/// <summary>Runs a server until SIGTERM or Ctrl+C.</summary>
internal static class ServerRun
{
    /// <param name="start">Starts the server and gives the line that says where it answers.</param>
    /// <returns>The exit code: 2 for input that is not usable, with a sentence on stderr.</returns>
    public static async Task<int> UntilStoppedAsync(
        Func<Task<(IAsyncDisposable Server, string Line)>> start,
        CancellationToken cancel
    )
    {
        try
        {
            var (server, line) = await start();
            await using (server)
            {
                await Console.Out.WriteLineAsync(line);
                await Console.Out.FlushAsync(cancel);
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancel)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            return 0;
        }
        catch (Exception e)
            when (e is FormatException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 2;
        }
    }
}
