using System.CommandLine;
using Microsoft.Extensions.Configuration;
using Pipeline.Kafka;
using Pipeline.Processor.Backtest;

namespace Pipeline.Processor.Commands;

/// <summary>
/// <c>okta-processor backtest</c>: events of files through the pipeline's own steps, without a broker.
/// </summary>
internal static class BacktestCommand
{
    public static Command Create()
    {
        var files = new Argument<string[]>("files")
        {
            Description =
                "FILE, - for standard input, or TENANT=FILE: exported System Log events as JSON lines or an array, "
                + "optionally gzip.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var rules = new Option<string[]>("--rules")
        {
            Description = "A directory of Sigma rules besides the built-in ones; may be given several times.",
        };
        var config = new Option<FileInfo?>("--config")
        {
            Description = "A JSON file with section Detection: options, lists and rules that are off.",
        };
        var json = new Option<bool>("--json") { Description = "One JSON line for each alert revision." };
        var summary = new Option<bool>("--summary")
        {
            Description = "One line for each rule: alerts, entities, severities and the most frequent reasons.",
        };
        var html = new Option<FileInfo?>("--html")
        {
            Description = "Also write a report with a timeline for each alert to this file; it needs nothing else.",
        };
        var command = new Command(
            "backtest",
            "Run exported System Log events through the routing and detection steps; alerts on standard output, "
                + "narration on standard error. Exit code 0: done; 1: a file could not be read, or a text was no "
                + "event."
        )
        {
            files,
            rules,
            config,
            json,
            summary,
            html,
        };
        command.SetAction(
            (parse, stop) =>
                ProgramExit.GuardAsync(
                    () =>
                        RunAsync(
                            parse.GetValue(files) ?? [],
                            parse.GetValue(rules) ?? [],
                            KafkaConfiguration.Of(parse.GetValue(config)?.FullName),
                            Printer(parse.GetValue(json), parse.GetValue(summary)),
                            parse.GetValue(html),
                            stop
                        ),
                    Console.Error,
                    stop,
                    ProgramExit.Interrupted
                )
        );
        return command;
    }

    private static IAlertPrinter Printer(bool json, bool summary) =>
        json ? new JsonAlertPrinter(Console.Out)
        : summary ? new SummaryPrinter(Console.Out)
        : new TableAlertPrinter(Console.Out);

    private static async Task<int> RunAsync(
        string[] files,
        string[] rules,
        IConfiguration configuration,
        IAlertPrinter printer,
        FileInfo? html,
        CancellationToken stop
    )
    {
        var run = new BacktestRun(Console.Error);
        if (html is null)
        {
            return await run.RunAsync(files, rules, configuration, [printer], stop);
        }

        StreamWriter report;
        try
        {
            report = new StreamWriter(html.FullName);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"--html: {html} cannot be written: {e.Message}", e);
        }

        await using (report)
        {
            return await run.RunAsync(files, rules, configuration, [printer, new HtmlReport(report)], stop);
        }
    }
}
