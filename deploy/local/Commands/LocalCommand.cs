using System.CommandLine;
using Pipeline.Kafka;
using Pipeline.Local.Pipeline;
using Pipeline.Producer.Commands;
using Spectre.Console;

namespace Pipeline.Local.Commands;

/// <summary><c>okta-local</c> itself: the whole pipeline.</summary>
internal static class LocalCommand
{
    public static RootCommand Create()
    {
        var data = new Option<string>("--data")
        {
            Description = "Directory that keeps everything; one process at a time.",
            DefaultValueFactory = _ => ".data",
        };
        var duration = new Option<string?>("--for") { Description = "End by itself after, e.g. 30s, 5m, 1h." };
        duration.Validators.Add(x =>
        {
            if (x.GetValueOrDefault<string?>() is { } text && !Duration.TryParse(text, out _))
            {
                x.AddError($"--for {text} is no duration: give 30s, 5m or 1h.");
            }
        });
        var events = new Option<string?>("--events")
        {
            Description =
                "Play exported System Log events (JSON lines or an array, optionally gzip) instead of the demo.",
        };
        var rules = new Option<string[]>("--rules")
        {
            Description = "A directory of Sigma rules besides the built-in ones; may be given several times.",
        };
        var rate = new Option<double>("--rate")
        {
            Description = "Ordinary events a second in the demo.",
            DefaultValueFactory = _ => 5,
        };
        var backfillFrom = new Option<string?>("--backfill-from")
        {
            Description = "Read a past span again and complete raw: first published time, e.g. 2026-03-01.",
        };
        var backfillTo = new Option<string?>("--backfill-to") { Description = "The published time it ends before." };
        var root = new RootCommand(
            "The whole pipeline in one process: collects the tenants of Okta:Tenants, or a simulated org under "
                + "attack; routes, detects, delivers. Exit codes: 0 ended as asked; 1 failed; 2 configuration."
        )
        {
            data,
            duration,
            events,
            rules,
            rate,
            backfillFrom,
            backfillTo,
            OrgCommand.Create(),
            ReceiverCommand.Create(),
        };
        root.SetAction(
            (parse, stop) =>
            {
                TimeSpan? limit = Duration.TryParse(parse.GetValue(duration) ?? "", out var length) ? length : null;
                return ProgramExit.GuardAsync(
                    () =>
                        RunAsync(
                            new LocalSettings(
                                parse.GetValue(data)!,
                                limit,
                                parse.GetValue(events),
                                parse.GetValue(rules) ?? [],
                                parse.GetValue(rate),
                                BackfillSpan.Read(
                                    parse.GetValue(backfillFrom),
                                    parse.GetValue(backfillTo),
                                    TimeProvider.System.GetUtcNow()
                                )
                            ),
                            stop
                        ),
                    Console.Error,
                    stop
                );
            }
        );
        return root;
    }

    private static async Task<int> RunAsync(LocalSettings settings, CancellationToken stop)
    {
        var configuration = KafkaConfiguration.Load();
        using var loggers = ConsoleLog.Create(configuration, Microsoft.Extensions.Logging.LogLevel.Warning);
        if (Console.IsOutputRedirected)
        {
            // Whoever reads the lines wants them whole.
            AnsiConsole.Profile.Width = 10_000;
        }

        var display = new LocalDisplay(AnsiConsole.Console, TimeProvider.System);
        using var limit = new CancellationTokenSource();
        if (settings.For is { } length)
        {
            limit.CancelAfter(length);
        }

        using var linked = CancellationTokenSource.CreateLinkedTokenSource(stop, limit.Token);
        await new LocalPipeline(settings, configuration, display, TimeProvider.System, loggers).RunAsync(linked.Token);
        display.Summary(settings.Data);
        return ProgramExit.Ok;
    }
}
