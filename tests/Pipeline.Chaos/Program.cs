using System.CommandLine;
using Pipeline.Chaos;
using Pipeline.Processor.Streams;

var seed = new Option<int?>("--seed") { Description = "Seed of the schedule; a new one if not given, and printed." };
var cycles = new Option<int>("--cycles") { Description = "Disturbances.", DefaultValueFactory = _ => 30 };
var rate = new Option<int>("--rate") { Description = "Records a second.", DefaultValueFactory = _ => 1500 };
var nodes = new Option<int>("--nodes") { Description = "Brokers: 1 or 3.", DefaultValueFactory = _ => 1 };
var home = new Option<string?>("--kafka-home") { Description = "A Kafka distribution; default: KAFKA_HOME." };
var without = new Option<string>("--without")
{
    Description = $"Guards to take out ({string.Join(", ", EngineGuards.Names)}): the oracle must then find something.",
    DefaultValueFactory = _ => "",
};
var bootstrap = new Option<string>("--bootstrap-servers") { Required = true };
var instance = new Option<string>("--instance") { Required = true };
var log = new Option<string>("--log") { Required = true };

var engine = new Command("engine", "The engine process of a run.") { bootstrap, instance, log, without };
engine.Hidden = true;
engine.SetAction(
    (parse, stop) =>
        EngineChild.RunAsync(
            parse.GetValue(bootstrap)!,
            parse.GetValue(instance)!,
            parse.GetValue(log)!,
            EngineGuards.Without(parse.GetValue(without)!),
            stop
        )
);

var root = new RootCommand("Disturbs the engine on a real broker and checks that every record counts exactly once.")
{
    seed,
    cycles,
    rate,
    nodes,
    home,
    without,
    engine,
};
root.SetAction(async parse =>
{
    var kafka = parse.GetValue(home) ?? Environment.GetEnvironmentVariable("KAFKA_HOME");
    if (kafka is null)
    {
        await Console.Error.WriteLineAsync("Give --kafka-home DIR, or set KAFKA_HOME to a Kafka distribution.");
        return 2;
    }

    var settings = new ChaosSettings(
        parse.GetValue(seed) ?? System.Security.Cryptography.RandomNumberGenerator.GetInt32(1_000_000),
        parse.GetValue(cycles),
        parse.GetValue(rate),
        parse.GetValue(without)!
    );
    await Console.Out.WriteLineAsync($"seed {settings.Seed}");
    using var brokers = Brokers.Start(kafka, parse.GetValue(nodes));
    using var run = new ChaosRun(brokers, settings, Console.Out, TimeProvider.System);
    var findings = await run.RunAsync();
    foreach (var finding in findings.Take(20))
    {
        await Console.Out.WriteLineAsync(finding);
    }

    await Console.Out.WriteLineAsync(findings.Count == 0 ? "exactly once" : $"BROKEN with seed {settings.Seed}");
    return findings.Count == 0 ? 0 : 1;
});
return await root.Parse(args).InvokeAsync();
