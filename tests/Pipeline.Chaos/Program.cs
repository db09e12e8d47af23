using System.CommandLine;
using Pipeline.Chaos;
using Pipeline.Chaos.Broker;
using Pipeline.Chaos.Collection;
using Pipeline.Chaos.Disturbances;
using Pipeline.Chaos.Engines;
using Pipeline.Processor.Streams;

var seed = new Option<int?>("--seed") { Description = "Seed of the schedule; a new one if not given, and printed." };
var cycles = new Option<int>("--cycles") { Description = "Disturbances.", DefaultValueFactory = _ => 30 };
var rate = new Option<int>("--rate") { Description = "Records a second.", DefaultValueFactory = _ => 1500 };
var nodes = new Option<int>("--nodes") { Description = "Brokers: 1 or 3.", DefaultValueFactory = _ => 1 };
var home = new Option<string?>("--kafka-home") { Description = "A Kafka distribution; default: KAFKA_HOME." };
var without = new Option<string>("--without")
{
    Description =
        $"A guard to take out ({string.Join(", ", EngineGuards.Names)}): the oracle must then find something. "
        + "Chooses the schedule that puts it to the test, unless --only is given.",
    DefaultValueFactory = _ => "",
};
var like = new Option<string>("--as")
{
    Description = "The schedule of --without GUARD, with every guard in place: nothing may be found.",
    DefaultValueFactory = _ => "",
};
var only = new Option<string>("--only")
{
    Description =
        $"Disturbances to draw from: {string.Join(", ", DisturbanceCatalogue.All().Select(x => x.Name))}; default: "
        + "all.",
    DefaultValueFactory = _ => "",
};
var profile = new Option<string>("--profile")
{
    Description = $"How engines are set up: {string.Join(", ", EngineProfile.All.Select(x => x.Name))}.",
    DefaultValueFactory = _ => "normal",
};
var bootstrap = new Option<string>("--bootstrap-servers") { Required = true };
var instance = new Option<string>("--instance") { Required = true };
var run = new Option<string>("--run") { Required = true };
var log = new Option<string>("--log") { Required = true };

var engine = new Command("engine", "The engine process of a run.") { bootstrap, run, instance, profile, log, without };
engine.Hidden = true;
engine.SetAction(
    (parse, stop) =>
        EngineChild.RunAsync(
            parse.GetValue(instance)!,
            new EngineArguments(
                parse.GetValue(bootstrap)!,
                parse.GetValue(run)!,
                parse.GetValue(profile)!,
                parse.GetValue(without)!,
                parse.GetValue(log)!
            ),
            stop
        )
);

var minutes = new Option<double>("--minutes") { Description = "How long.", DefaultValueFactory = _ => 5 };
var tenants = new Option<int>("--tenants") { Description = "Okta orgs.", DefaultValueFactory = _ => 6 };
var events = new Option<double>("--rate")
{
    Description = "Events a second of each org.",
    DefaultValueFactory = _ => 15,
};
var faults = new Option<double>("--faults")
{
    Description = "Share of requests that an org answers badly.",
    DefaultValueFactory = _ => 0.3,
};
var spare = new Option<bool>("--spare-broker") { Description = "Disturb no broker." };
var collection = new Command("collection", "Disturbs producers that collect from Okta orgs which misbehave.")
{
    seed,
    minutes,
    tenants,
    events,
    faults,
    nodes,
    home,
    spare,
};
collection.SetAction(
    (parse, stop) =>
        WithBrokersAsync(
            parse,
            brokers =>
            {
                var settings = new CollectionSettings(
                    Seed(parse),
                    parse.GetValue(minutes),
                    parse.GetValue(tenants),
                    parse.GetValue(events),
                    parse.GetValue(faults),
                    !parse.GetValue(spare)
                );
                return new CollectionRun(brokers, settings, Console.WriteLine, TimeProvider.System).RunAsync(stop);
            }
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
    like,
    only,
    profile,
    engine,
    collection,
};
root.SetAction(
    (parse, stop) =>
        WithBrokersAsync(
            parse,
            brokers =>
            {
                var settings = new ChaosSettings(
                    Seed(parse),
                    parse.GetValue(cycles),
                    parse.GetValue(rate),
                    parse.GetValue(without)!,
                    parse.GetValue(profile)!,
                    parse.GetValue(only)!
                );
                var guard = settings.Without.Length > 0 ? settings.Without : parse.GetValue(like)!;
                if (guard.Length > 0 && settings.Only.Length == 0)
                {
                    var proof = GuardProof.Of(guard);
                    settings = settings with { Profile = proof.Profile, Only = proof.Disturbances };
                }

                return new ChaosRun(brokers, settings, Console.WriteLine, TimeProvider.System).RunAsync(stop);
            }
        )
);

// Ctrl-C ends the brokers and engines too, and that takes a moment.
var invocation = new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(60) };
return await root.Parse(args).InvokeAsync(invocation);

int Seed(ParseResult parse)
{
    var chosen = parse.GetValue(seed) ?? System.Security.Cryptography.RandomNumberGenerator.GetInt32(1_000_000);
    Console.WriteLine($"seed {chosen}");
    return chosen;
}

async Task<int> WithBrokersAsync(ParseResult parse, Func<Brokers, Task<IReadOnlyList<string>>> run)
{
    var kafka = parse.GetValue(home) ?? Environment.GetEnvironmentVariable("KAFKA_HOME");
    if (kafka is null)
    {
        await Console.Error.WriteLineAsync("Give --kafka-home DIR, or set KAFKA_HOME to a Kafka distribution.");
        return 2;
    }

    using var brokers = Brokers.Start(kafka, parse.GetValue(nodes));
    var findings = await run(brokers);
    foreach (var finding in findings.Take(20))
    {
        Console.WriteLine(finding);
    }

    Console.WriteLine(findings.Count == 0 ? "exactly once" : "BROKEN");
    return findings.Count == 0 ? 0 : 1;
}
