using System.CommandLine;

namespace Pipeline.Kafka;

/// <summary>Runs the verb that a command line names.</summary>
public static class CommandLine
{
    /// <summary>
    /// A command line that is not understood ends with the code of a wrong configuration: the library's own code is
    /// that of a tool that has findings, and a script could not tell the two apart.
    /// </summary>
    public static async Task<int> RunAsync(
        RootCommand root,
        IReadOnlyList<string> args,
        InvocationConfiguration invocation,
        CancellationToken stop
    )
    {
        var parsed = root.Parse(args);
        var exit = await parsed.InvokeAsync(invocation, stop);
        return exit != ProgramExit.Ok && parsed.Errors.Count > 0 ? ProgramExit.Configuration : exit;
    }
}
