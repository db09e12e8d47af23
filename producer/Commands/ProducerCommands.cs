using System.CommandLine;
using Microsoft.Extensions.Logging;
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
        check.SetAction(_ =>
            Guarded((options, stop) => CheckCommand.RunAsync(options, Console.Out, stop), null, ProgramExit.Interrupted)
        );
        return new RootCommand("Collects Okta System Log events into Kafka.")
        {
            run,
            check,
            Backfill(),
            IntegrationsCommand.Create(),
        };
    }

    private static Command Backfill()
    {
        var tenant = new Option<string>("--tenant") { Description = "Name of the integration.", Required = true };
        var from = new Option<string?>("--from") { Description = "First published time, e.g. 2026-03-01." };
        var until = new Option<string?>("--to") { Description = "The published time it ends before." };
        var cancel = new Option<bool>("--cancel") { Description = "End the backfill that is under way." };
        var backfill = new Command(
            "backfill",
            "Lets the running producer read a past span of at most 90 days and publish what raw does not have. Shows "
                + "how it goes; without --from and --to, follows the one under way. Ctrl-C leaves it running. In "
                + "local mode: okta-local --backfill-from T --backfill-to T."
        )
        {
            tenant,
            from,
            until,
            cancel,
        };
        backfill.SetAction(async parsed =>
        {
            using var signals = new TerminationSignals();
            return await ProgramExit.GuardAsync(
                () =>
                    BackfillAsync(
                        parsed.GetValue(tenant)!,
                        parsed.GetValue(from),
                        parsed.GetValue(until),
                        parsed.GetValue(cancel),
                        signals.Token
                    ),
                Console.Error,
                signals.Token,
                ProgramExit.Interrupted
            );
        });
        return backfill;
    }

    private static async Task<int> BackfillAsync(
        string tenant,
        string? from,
        string? until,
        bool cancel,
        CancellationToken stop
    )
    {
        var time = TimeProvider.System;
        var span = BackfillSpan.Read(from, until, time.GetUtcNow());
        var kafka = KafkaConfiguration.Kafka(KafkaConfiguration.Load());
        var ids = KafkaConfiguration.SchemaIds(kafka);
        using var disposable = ids as IDisposable;
        using var loggers = ConsoleLog.Create(level: LogLevel.Warning);
        using var topic = new BackfillTopic(new LibrdkafkaClients(kafka, loggers), ids, tenant, time);
        var display = new BackfillDisplay(Console.Out, terminal: !Console.IsOutputRedirected, time);
        var command = new BackfillCommand(topic, tenant, display, time);
        return cancel ? await command.CancelAsync(stop) : await command.RunAsync(span, stop);
    }

    private static async Task<int> Guarded(
        Func<ProgramOptions, CancellationToken, Task<int>> command,
        string? instance,
        int stopped = ProgramExit.Ok
    )
    {
        using var signals = new TerminationSignals();
        return await ProgramExit.GuardAsync(
            async () => await command(ProgramOptions.Load(KafkaConfiguration.Load(), instance), signals.Token),
            Console.Error,
            signals.Token,
            stopped
        );
    }
}
