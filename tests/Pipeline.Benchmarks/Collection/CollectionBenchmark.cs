using System.CommandLine;
using System.Text.Json;

namespace Pipeline.Benchmarks.Collection;

/// <summary><c>collection</c>: the producer between a local org and a real broker.</summary>
internal static class CollectionBenchmark
{
    public static Command Create()
    {
        var bootstrap = new Option<string>("--bootstrap")
        {
            Description = "A broker to write to; its topics are created where missing, and kept.",
            Required = true,
        };
        var events = new Option<int>("--events")
        {
            Description = "Backlog to catch up on, per round.",
            DefaultValueFactory = _ => 1_000_000,
        };
        var rounds = new Option<int>("--rounds") { Description = "Measured rounds.", DefaultValueFactory = _ => 3 };
        var tenants = new Option<int>("--tenants") { Description = "Tenants at once.", DefaultValueFactory = _ => 200 };
        var pages = new Option<int>("--pages") { Description = "Backlog of each.", DefaultValueFactory = _ => 5 };
        var seconds = new Option<int>("--seconds")
        {
            Description = "Length of idling and of the latency run.",
            DefaultValueFactory = _ => 30,
        };
        var only = new Option<bool>("--only-catch-up") { Description = "Leave out tenants and latency." };
        var delay = new Option<int>("--delay")
        {
            Description = "Milliseconds the org takes for a page of the backlog; 0 is as fast as asked.",
        };
        var command = new Command("collection", "The producer, from a local org into a real broker.")
        {
            bootstrap,
            events,
            rounds,
            tenants,
            pages,
            seconds,
            delay,
            only,
        };
        command.SetAction(
            async (parse, stop) =>
            {
                Console.WriteLine(Machine.Describe());
                var kafka = parse.GetValue(bootstrap)!;
                var run = Guid.NewGuid().ToString("N")[..8];
                var length = TimeSpan.FromSeconds(parse.GetValue(seconds));
                var figures = new SortedDictionary<string, double>(StringComparer.Ordinal);
                if (!parse.GetValue(only))
                {
                    // Memory first: its peak is the process's.
                    Add(
                        await TenantsMeasure.RunAsync(
                            kafka,
                            run + "t",
                            parse.GetValue(tenants),
                            parse.GetValue(pages),
                            length,
                            stop
                        )
                    );
                    Add(await LatencyMeasure.RunAsync(kafka, run + "l", 20, length, stop));
                }

                foreach (var shape in Enum.GetValues<PageShape>())
                {
                    Add(
                        await CatchUpMeasure.RunAsync(
                            kafka,
                            $"{run}c{shape}",
                            parse.GetValue(events),
                            parse.GetValue(rounds),
                            shape,
                            TimeSpan.FromMilliseconds(parse.GetValue(delay)),
                            stop
                        )
                    );
                }

                Console.WriteLine(JsonSerializer.Serialize(figures));

                void Add(Dictionary<string, double> more)
                {
                    foreach (var (name, value) in more)
                    {
                        figures[name] = Math.Round(value, 2);
                        Console.WriteLine($"  {name} {value:0.##}");
                    }
                }
            }
        );
        return command;
    }
}
