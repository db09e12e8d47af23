using System.CommandLine;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Pipeline.Kafka;

namespace Pipeline.Benchmarks.Engine;

/// <summary>Verb <c>engine</c>: the whole suite; below it, hidden, the one run of a child process.</summary>
internal static class EngineCommand
{
    public static Command Create()
    {
        var records = new Option<int>("--records")
        {
            Description = "Records of the input.",
            DefaultValueFactory = _ => 400_000,
        };
        var rounds = new Option<int>("--rounds")
        {
            Description = "Interleaved rounds of each throughput.",
            DefaultValueFactory = _ => 3,
        };
        var keys = new Option<int>("--keys")
        {
            Description = "Keys of the state to restore, 200 bytes each.",
            DefaultValueFactory = _ => 1_000_000,
        };
        var home = new Option<string?>("--kafka-home") { Description = "A Kafka distribution; default: KAFKA_HOME." };
        var yardstick = new Option<string?>("--yardstick")
        {
            Description =
                "Directory of the Kafka Streams yardstick (Bench.java, lib/); default: KAFKA_STREAMS_YARDSTICK. "
                + "Without it there are no ratios.",
        };
        var only = new Option<string[]>("--only")
        {
            HelpName = "run",
            Description = $"Only these runs: {string.Join(", ", EngineSuite.Runs)}.",
            AllowMultipleArgumentsPerToken = true,
        };
        only.AcceptOnlyFromAmong([.. EngineSuite.Runs]);
        var json = new Option<FileInfo?>("--json") { Description = "Where to write every figure as JSON." };
        var command = new Command("engine", "The stream engine, beside Kafka Streams, on one broker in one run.")
        {
            records,
            rounds,
            keys,
            home,
            yardstick,
            only,
            json,
            Measure(),
        };
        command.SetAction(
            async (parse, stop) =>
            {
                var kafka = parse.GetValue(home) ?? Environment.GetEnvironmentVariable("KAFKA_HOME");
                if (kafka is null)
                {
                    await Console.Error.WriteLineAsync(
                        "Give --kafka-home DIR, or set KAFKA_HOME to a Kafka distribution."
                    );
                    return 2;
                }

                var suite = new EngineSuite(
                    new SuiteSettings(
                        parse.GetValue(records),
                        parse.GetValue(rounds),
                        parse.GetValue(keys),
                        kafka,
                        parse.GetValue(yardstick) ?? Environment.GetEnvironmentVariable("KAFKA_STREAMS_YARDSTICK"),
                        parse.GetValue(only) is { Length: > 0 } some ? some : EngineSuite.Runs
                    ),
                    Console.Out
                );
                var report = await suite.RunAsync(stop);
                await SuiteTable.WriteAsync(report, Console.Out);
                if (parse.GetValue(json) is { } file)
                {
                    await File.WriteAllTextAsync(
                        file.FullName,
                        JsonSerializer.Serialize(report, FiguresJson.Default.SuiteReport),
                        stop
                    );
                }

                return 0;
            }
        );
        return command;
    }

    private static Command Measure()
    {
        var what = new Argument<string>("what");
        var bootstrap = new Option<string>("--bootstrap-servers") { Required = true };
        var keys = new Option<int>("--keys");
        var command = new Command("measure", "One run.") { what, bootstrap, keys };
        command.Hidden = true;
        command.SetAction(async parse =>
        {
            var servers = parse.GetValue(bootstrap)!;
            var clients = new LibrdkafkaClients(
                new KafkaOptions { BootstrapServers = servers },
                NullLoggerFactory.Instance
            );
            var figures = await Measurement.RunAsync(parse.GetValue(what)!, clients, servers, parse.GetValue(keys));
            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(figures, FiguresJson.Default.Figures));
            return 0;
        });
        return command;
    }
}
