using Pipeline.Kafka;
using Pipeline.Schemas;

namespace Pipeline.Benchmarks.Engine;

/// <summary>Throughput of our engine, with the yardstick's work or the product's.</summary>
internal static class EngineMeasure
{
    public static async Task<Figures> RunAsync(
        string what,
        IKafkaClients clients,
        bool product,
        bool detects,
        bool timed
    )
    {
        var application = $"{what}-{Environment.ProcessId}";
        var stages = product ? BenchStages.Product(detects) : BenchStages.Plain(application, detects);
        var entities = product ? Topics.Entities : $"{application}.entities";
        await BenchTopics.CreateAsync(clients, EventTexts.Tenants, BenchStages.Topics(stages, application));
        var total = BenchTopics.Count(clients, stages[0].Input);
        var work = new Work(total, detects);
        var sheets = stages.ToDictionary(x => x.Name, _ => new TimeSheet(), StringComparer.Ordinal);
        using var readings = new EngineReadings();
        Figures figures;
        await using (
            var engines = RunningEngines.Start(
                stages.Select(x => BenchStages.Metered(x, work, entities, timed ? sheets[x.Name] : null)),
                application,
                x => timed ? new TimedClients(clients, sheets[x.Name]) : clients
            )
        )
        {
            figures = await engines.WhileAsync(work.EndAsync(what, CancellationToken.None));
        }

        Add(figures, readings);
        foreach (var (stage, sheet) in timed ? sheets : [])
        {
            foreach (var (part, seconds) in sheet.Parts)
            {
                figures.More[$"{stage}, {part}, s"] = seconds;
            }
        }

        return figures;
    }

    private static void Add(Figures figures, EngineReadings readings)
    {
        var commits = readings.Of("pipeline.engine.commit.duration");
        figures.More["commit p50, ms"] = Percentile.Of(commits, 50) * 1000;
        figures.More["commit p99, ms"] = Percentile.Of(commits, 99) * 1000;
        figures.More["commits"] = commits.Count;
        figures.More["dead letters"] = readings.Of("pipeline.engine.dead_letters").Sum();
    }
}
