using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using Pipeline.Processor.Backtest;
using Pipeline.Processor.Detection;
using Pipeline.Processor.Detection.Sigma;
using Pipeline.Processor.Rules;
using Pipeline.Schemas;

namespace Pipeline.Benchmarks.Detection;

/// <summary>
/// <c>detection</c>: ordinary traffic through route and detect with all rules and detectors, without a log: events a
/// second and bytes an event, what Sigma and the detectors cost of it, and what a million users at rest take.
/// </summary>
internal static class DetectionBenchmark
{
    /// <summary>As backtest does it: routed on one thread, detected on another.</summary>
    private const string Ahead = "all-ahead";

    public static Command Create()
    {
        var events = new Option<int>("--events")
        {
            Description = "Events a round.",
            DefaultValueFactory = _ => 100_000,
        };
        var users = new Option<int>("--users") { Description = "Users of the org.", DefaultValueFactory = _ => 5_000 };
        var rounds = new Option<int>("--rounds") { Description = "Rounds.", DefaultValueFactory = _ => 3 };
        var resting = new Option<int>("--resting")
        {
            Description = "Users at rest, 0 for none.",
            DefaultValueFactory = _ => 1_000_000,
        };
        var only = new Option<string[]>("--only")
        {
            HelpName = "run",
            Description = "Of: nothing, sigma, detectors, all, all-ahead. Default: each.",
            AllowMultipleArgumentsPerToken = true,
        };
        only.AcceptOnlyFromAmong("nothing", "sigma", "detectors", "all", "all-ahead");
        var command = new Command("detection", "Route and detect over generated traffic, without a broker.")
        {
            events,
            users,
            rounds,
            resting,
            only,
        };
        command.SetAction(parse =>
        {
            Console.WriteLine(Machine.Describe());
            Throughput(
                parse.GetValue(events),
                parse.GetValue(users),
                parse.GetValue(rounds),
                parse.GetValue(only) ?? []
            );
            if (parse.GetValue(resting) is > 0 and var count)
            {
                Rest(count);
            }
        });
        return command;
    }

    private static void Throughput(int count, int users, int rounds, string[] only)
    {
        var texts = new TrafficText(users, seed: 1);
        var events = Enumerable.Range(0, count).Select(_ => texts.Next()).ToArray();
        Console.WriteLine(
            $"{count} events of {events.Average(x => x.Length):0} bytes, {users} users, event time at 50/s"
        );
        (string Name, Func<DetectionSet> Detections)[] variants =
        [
            ("nothing", () => DetectionSet.Nothing),
            ("sigma", () => new DetectionSet(new DetectorSet([]), BuiltInRules.With([]))),
            ("detectors", () => DetectionSet.With(SigmaRuleSet.Empty)),
            ("all", () => DetectionSet.With(BuiltInRules.With([]))),
            (Ahead, () => DetectionSet.With(BuiltInRules.With([]))),
        ];
        variants = only.Length == 0 ? variants : [.. variants.Where(x => only.Contains(x.Name))];
        var results = variants.ToDictionary(x => x.Name, _ => new List<(double Rate, double Bytes)>());
        for (var round = 0; round <= rounds; round++)
        {
            foreach (var (name, detections) in variants)
            {
                var result = name == Ahead ? FeedAhead(events, detections()) : Feed(events, detections());
                // The first round warms the compiler.
                if (round > 0)
                {
                    results[name].Add(result);
                }
            }
        }

        foreach (var (name, runs) in results)
        {
            var (rate, bytes) = (Median(runs.Select(x => x.Rate)), Median(runs.Select(x => x.Bytes)));
            Console.WriteLine(
                $"{name, -16} {rate, 9:0} events/s {1e6 / rate, 7:0.0} us/event {bytes, 8:0} bytes/event"
            );
            Console.WriteLine(
                JsonSerializer.Serialize(
                    new
                    {
                        benchmark = "detection",
                        variant = name,
                        events_per_second = rate,
                        bytes_per_event = bytes,
                    }
                )
            );
        }
    }

    private static (double Rate, double Bytes) Feed(byte[][] events, DetectionSet detections)
    {
        var pipeline = new BacktestPipeline(new CommittedSchemaIds(), detections, _ => { });
        var (allocated, watch) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.StartNew());
        foreach (var text in events)
        {
            pipeline.Feed("bench", text);
        }

        return (
            events.Length / watch.Elapsed.TotalSeconds,
            (GC.GetAllocatedBytesForCurrentThread() - allocated) / (double)events.Length
        );
    }

    private static (double Rate, double Bytes) FeedAhead(byte[][] events, DetectionSet detections)
    {
        var pipeline = new BacktestPipeline(new CommittedSchemaIds(), detections, _ => { });
        var (allocated, watch) = (GC.GetTotalAllocatedBytes(), Stopwatch.StartNew());
        RunAsync().GetAwaiter().GetResult();
        return (
            events.Length / watch.Elapsed.TotalSeconds,
            (GC.GetTotalAllocatedBytes() - allocated) / (double)events.Length
        );

        async Task RunAsync()
        {
            await using var queue = new DetectionQueue(pipeline);
            foreach (var text in events)
            {
                pipeline.Route("bench", text, out var routed);
                await queue.AddAsync(routed, CancellationToken.None);
            }

            await queue.CompleteAsync(CancellationToken.None);
        }
    }

    /// <summary>Each user signs in once, and two days later the state is what a user at rest takes.</summary>
    private static void Rest(int users)
    {
        var texts = new TrafficText(users, seed: 2) { Pace = TimeSpan.FromMilliseconds(10) };
        var pipeline = new BacktestPipeline(
            new CommittedSchemaIds(),
            DetectionSet.With(BuiltInRules.With([])),
            _ => { }
        );
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var user = 0; user < users; user++)
        {
            pipeline.Feed("bench", texts.Next(user, "user.authentication.verify"));
        }

        var last = new TrafficText(1, seed: 3) { Pace = TimeSpan.FromDays(1) };
        for (var day = 0; day < 16; day++)
        {
            pipeline.Feed("bench", last.Next(0, "user.session.end"));
        }

        // What the last day's timers changed at once is held until it is flushed, as an engine does with each commit.
        last.Pace = TimeSpan.FromMilliseconds(10);
        for (var i = 0; i < 2_000; i++)
        {
            pipeline.Feed("bench", last.Next(0, "user.authentication.verify"));
        }

        var bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        Console.WriteLine(
            $"{users} users at rest: {bytes >> 20} MB, {bytes / users} bytes each (with the uuids a backtest remembers)"
        );
        Console.WriteLine(
            JsonSerializer.Serialize(
                new
                {
                    benchmark = "rest",
                    users,
                    bytes_per_user = bytes / users,
                }
            )
        );
        GC.KeepAlive(pipeline);
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}
