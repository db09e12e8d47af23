using System.CommandLine;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Pipeline.Kafka;
using Pipeline.Processor.Backtest;
using Pipeline.Processor.Configuration;
using Pipeline.Processor.Detection.Sigma;
using Pipeline.Processor.Explaining;
using Pipeline.Processor.Reading;
using Pipeline.Schemas;

namespace Pipeline.Processor.Commands;

/// <summary><c>explain</c>: why one alert exists, from the alerts topic of a log or from files.</summary>
internal static class ExplainCommand
{
    private const string Description =
        "Explain an alert: what happened, how it grew, which events count, and what the detection looks at. Reads the "
        + "alerts topic, or runs the files given. "
        + ProgramExit.Codes;

    /// <param name="configuration">Sections Kafka and Detection.</param>
    /// <param name="brokers">Opens brokers.</param>
    /// <param name="embeddedLog">Opens the embedded log in a directory.</param>
    public static Command Create(
        IConfiguration configuration,
        Func<KafkaOptions, IKafkaClients> brokers,
        Func<string, IKafkaClients> embeddedLog
    )
    {
        var id = new Argument<string>("alert") { Description = "Id of the alert." };
        var files = new Argument<string[]>("files")
        {
            Description = "Files of events, as for backtest; without any the alerts topic is read.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var data = new Option<string?>("--data") { Description = "Directory of an embedded log, instead of brokers." };
        var rules = new Option<string[]>("--rules") { Description = "A directory of Sigma rules, for files." };
        var command = new Command("explain", Description) { id, files, data, rules };
        command.SetAction(
            (parse, stop) =>
                ProgramExit.GuardAsync(
                    async () =>
                    {
                        var history = new AlertHistory(parse.GetValue(id)!);
                        if (parse.GetValue(files) is { Length: > 0 } inputs)
                        {
                            await new BacktestRun(parse.InvocationConfiguration.Error).RunAsync(
                                inputs,
                                parse.GetValue(rules) ?? [],
                                configuration,
                                [history],
                                stop
                            );
                        }
                        else
                        {
                            var options = KafkaConfiguration.Bind<KafkaOptions>(configuration, "Kafka");
                            var clients = LogSource.Open(options, parse.GetValue(data), brokers, embeddedLog);
                            await Task.Run(() => Read(clients, options, history, stop), CancellationToken.None);
                        }

                        return Explain(history, configuration, parse.InvocationConfiguration.Output);
                    },
                    parse.InvocationConfiguration.Error,
                    stop,
                    ProgramExit.Interrupted
                )
        );
        return command;
    }

    private static void Read(IKafkaClients clients, KafkaOptions options, AlertHistory history, CancellationToken stop)
    {
        var ids = KafkaConfiguration.SchemaIds(options);
        using var disposable = ids as IDisposable;
        new TopicReader(clients, new ReadOptions(Topics.Alerts, FromBeginning: true)).Read(
            new AlertRecords(ids, history),
            stop
        );
    }

    private static int Explain(AlertHistory history, IConfiguration configuration, TextWriter output)
    {
        if (history.Revisions.Count == 0)
        {
            throw new ReadException(
                "There is no alert of this id: alert_id of `okta-processor read security.okta.alerts.v1` or of "
                    + "`backtest --json` is meant."
            );
        }

        var alert = history.Revisions[0];
        var detections = ConfiguredDetections.Of(configuration, SigmaRuleSet.Empty, NullLogger.Instance);
        AlertExplanation.Write(
            output,
            history.Revisions,
            detections.Detectors.Detections.FirstOrDefault(x => x.Id == alert.RuleId),
            detections.Options.Of(alert.Tenant)
        );
        return ProgramExit.Ok;
    }
}
