using System.CommandLine;
using Pipeline.Kafka;

namespace Pipeline.Producer.Commands;

/// <summary>The verbs of <c>okta-producer</c>.</summary>
internal static class ProducerCommands
{
    /// <summary>Signals are ours: the library would end the process before a drain is over.</summary>
    public static InvocationConfiguration Invocation => new() { ProcessTerminationTimeout = null };

    public static RootCommand Root()
    {
        var instance = new Option<string?>("--instance")
        {
            Description = "Name of this instance in the logs of Kafka, e.g. the pod's name.",
        };
        var run = new Command("run", "Collects the System Log of the configured orgs into Kafka until stopped.")
        {
            instance,
        };
        run.SetAction(parsed =>
            Guarded((options, stop) => RunCommand.RunAsync(options, stop), parsed.GetValue(instance))
        );
        var check = new Command("check", "Checks configuration, orgs, tokens and topics, and changes nothing.");
        check.SetAction(_ => Guarded((options, stop) => CheckCommand.RunAsync(options, Console.Out, stop), null));
        return new RootCommand("Collects Okta System Log events into Kafka.") { run, check };
    }

    private static async Task<int> Guarded(Func<ProgramOptions, CancellationToken, Task<int>> command, string? instance)
    {
        using var signals = new TerminationSignals();
        return await ProgramExit.GuardAsync(
            async () => await command(ProgramOptions.Load(KafkaConfiguration.Load(), instance), signals.Token),
            Console.Error,
            signals.Token
        );
    }
}
