using System.CommandLine;
using Pipeline.Kafka;
using Pipeline.Processor.Backtest;

namespace Pipeline.Processor.Commands;

/// <summary><c>okta-processor backtest</c>: events of files through the pipeline's own steps, without a broker.</summary>
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
        var command = new Command(
            "backtest",
            "Run exported System Log events through the routing and detection steps; alerts on standard output, narration "
                + "on standard error. Exit code 0: done; 1: a file could not be read, or a text was no event."
        )
        {
            files,
            rules,
            config,
            json,
        };
        command.SetAction(
            (parse, stop) =>
                ProgramExit.GuardAsync(
                    () =>
                        new BacktestRun(Console.Out, Console.Error).RunAsync(
                            parse.GetValue(files) ?? [],
                            parse.GetValue(rules) ?? [],
                            KafkaConfiguration.Of(parse.GetValue(config)?.FullName),
                            parse.GetValue(json),
                            stop
                        ),
                    Console.Error,
                    stop
                )
        );
        return command;
    }
}
