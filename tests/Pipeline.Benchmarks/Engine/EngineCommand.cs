using System.CommandLine;

namespace Pipeline.Benchmarks.Engine;

/// <summary>Verb <c>engine</c>.</summary>
internal static class EngineCommand
{
    public static Command Create()
    {
        var command = new Command("engine", "The stream engine, beside Kafka Streams, on one broker in one run.");
        command.SetAction(async (_, _) => await Console.Out.WriteLineAsync(Machine.Describe()));
        return command;
    }
}
