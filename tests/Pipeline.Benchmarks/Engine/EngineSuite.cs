using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Pipeline.Kafka;
using Pipeline.Schemas;

namespace Pipeline.Benchmarks.Engine;

/// <summary>
/// The whole run on one broker: throughputs interleaved round by round, so that what disturbs one disturbs its
/// neighbours too, then everything that is measured once.
/// </summary>
internal sealed class EngineSuite(SuiteSettings settings, TextWriter output)
{
    private static readonly string[] Interleaved =
    [
        "copy",
        "yardstick-route",
        "engine-route",
        "stock-route",
        "yardstick-detect",
        "engine-detect",
        "stock-detect",
        "product-route",
        "product-detect",
    ];

    private static readonly string[] Once =
    [
        "breakdown-engine",
        "breakdown-product",
        "step",
        "restore",
        "latency",
        "latency-product",
        "idle",
    ];

    /// <summary>Every run there is.</summary>
    public static IReadOnlyList<string> Runs { get; } = [.. Interleaved, .. Once];

    private readonly List<Figures> _figures = [];

    public async Task<SuiteReport> RunAsync(CancellationToken stop)
    {
        var machine = Machine.Describe();
        await output.WriteLineAsync(machine);
        await using var broker = await KafkaBroker.StartAsync(settings.KafkaHome, stop);
        var clients = new LibrdkafkaClients(
            new KafkaOptions { BootstrapServers = broker.BootstrapServers },
            NullLoggerFactory.Instance
        );
        await output.WriteLineAsync($"filling {settings.Records:N0} records");
        await InputFiller.FillAsync(clients, settings.Records);
        var yardstick = settings.Yardstick is { } directory ? await Yardstick.CompileAsync(directory, stop) : null;
        try
        {
            for (var round = 0; round < settings.Rounds; round++)
            {
                foreach (var what in Interleaved.Where(settings.Runs.Contains))
                {
                    await RunOneAsync(what, broker.BootstrapServers, clients, yardstick, stop);
                }
            }

            foreach (var what in Once.Where(settings.Runs.Contains))
            {
                await RunOneAsync(what, broker.BootstrapServers, clients, yardstick, stop);
            }
        }
        finally
        {
            yardstick?.Remove();
        }

        var bytes = EventTexts.Text(0, EventTexts.Published(0)).Length;
        return new SuiteReport(machine, settings.Records, bytes, _figures, SuiteSummary.Of(_figures));
    }

    private async Task RunOneAsync(
        string what,
        string servers,
        LibrdkafkaClients clients,
        Yardstick? yardstick,
        CancellationToken stop
    )
    {
        Figures? figures;
        if (!what.StartsWith("yardstick-", StringComparison.Ordinal))
        {
            figures = await ChildAsync(what, servers, stop);
        }
        else if (yardstick is not null)
        {
            figures = await yardstick.RunAsync(what, what["yardstick-".Length..], servers, stop);
        }
        else
        {
            return;
        }

        _figures.Add(figures);
        await output.WriteLineAsync(Line(figures));
        await BenchTopics.DeleteOthersAsync(clients, [BenchTopics.Plain, Topics.Raw]);
    }

    private async Task<Figures> ChildAsync(string what, string servers, CancellationToken stop)
    {
        var start = new ProcessStartInfo(
            Environment.ProcessPath!,
            ["engine", "measure", what, "--bootstrap-servers", servers, "--keys", $"{settings.Keys}"]
        );
        // As the image sets it (ADR 20).
        start.Environment["DOTNET_GCgen0size"] = "0x4000000";
        var text = await ChildProcess.RunAsync(start, stop);
        return JsonSerializer.Deserialize(text, FiguresJson.Default.Figures)!;
    }

    private static string Line(Figures x) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{x.What, -18} {x.PerSecond, 10:N0}/s {x.Seconds, 6:0.0} s {x.AllocatedPerRecord / 1024, 6:0.0} KB "
                + $"{x.CpuSeconds, 6:0.0} cpu s {x.Gen0Collections, 5} gc  {More(x)}"
        );

    private static string More(Figures x) =>
        string.Join("; ", x.More.Select(y => string.Create(CultureInfo.InvariantCulture, $"{y.Key} {y.Value:0.##}")));
}
