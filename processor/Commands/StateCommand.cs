using System.CommandLine;
using Pipeline.Kafka;
using Pipeline.Processor.Reading;
using Pipeline.Processor.Streams;
using Pipeline.Processor.Streams.Inspection;

namespace Pipeline.Processor.Commands;

/// <summary><c>state</c>: what the stores hold, read from their changelogs beside the running engines.</summary>
internal static class StateCommand
{
    private const string Description =
        "List the state stores with their keys and bytes, or print the state of one key. Reads the changelogs' "
        + "committed records, joins no group and disturbs nobody. ";

    /// <param name="options">Section Kafka of the configuration; options of the command line win.</param>
    /// <param name="processor">Section Processor of the configuration.</param>
    /// <param name="stages">Stages that keep state.</param>
    /// <param name="services">What their steps are made from, asked where a value is shown.</param>
    /// <param name="brokers">Opens brokers.</param>
    /// <param name="embeddedLog">Opens the embedded log in a directory.</param>
    public static Command Create(
        KafkaOptions options,
        ProcessorOptions processor,
        IReadOnlyList<Stage> stages,
        Func<StageServices> services,
        Func<KafkaOptions, IKafkaClients> brokers,
        Func<string, IKafkaClients> embeddedLog
    )
    {
        var source = new LogSource(options, brokers, embeddedLog);
        var application = new Option<string>("--application")
        {
            Description = "First part of group ids and changelogs.",
            DefaultValueFactory = _ => processor.Application,
            Recursive = true,
        };
        var store = new Option<string?>("--store") { Description = "One store only.", Recursive = true };
        store.AcceptOnlyFromAmong([.. stages.Select(x => x.Store)]);
        var key = new Option<string?>("--key") { Description = "The same as get KEY." };
        var wanted = new Argument<string>("key")
        {
            Description =
                "Key of the state, e.g. 'okta-mfa-001|acme|00u1', or the beginning of keys and a *: "
                + "'okta-mfa-001|acme|*'; `kcat -f '%k\\n'` on the changelog lists them.",
        };
        var get = new Command("get", "Print the state of one key, a JSON line for each store that has it.") { wanted };
        get.SetAction((parse, stop) => RunAsync(parse, parse.GetValue(wanted), stop));
        var command = new Command("state", Description + ProgramExit.Codes) { get, application, store, key };
        source.AddTo(command);
        command.SetAction((parse, stop) => RunAsync(parse, parse.GetValue(key), stop));
        return command;

        Task<int> RunAsync(ParseResult parse, string? one, CancellationToken stop) =>
            ProgramExit.GuardAsync(
                () =>
                {
                    var reader = new ChangelogReader(source.Open(parse));
                    var chosen = stages.Where(x => parse.GetValue(store) is not { } only || x.Store == only);
                    string Changelog(Stage stage) => stage.Changelog(parse.GetValue(application)!, 1).Name;
                    var output = parse.InvocationConfiguration.Output;
                    // The client blocks: not the thread that waits for Ctrl-C.
                    return Task.Run(
                        () =>
                            one is null
                                ? List(reader, chosen.Select(x => (x.Store, Changelog(x))), output, stop)
                                : Get(chosen.SelectMany(x => Lines(x, Changelog(x), one)), one, output),
                        CancellationToken.None
                    );

                    IEnumerable<(StateRecord Record, string Line)> Lines(Stage stage, string changelog, string key)
                    {
                        var records = reader.Find(changelog, key, stop);
                        var line = records.Count > 0 ? new StateLine(stage.Step(services()).Codecs) : null;
                        return records.Select(x => (x, line!.Of(x)));
                    }
                },
                parse.InvocationConfiguration.Error,
                stop,
                ProgramExit.Interrupted
            );
    }

    private static int List(
        ChangelogReader reader,
        IEnumerable<(string Store, string Changelog)> stores,
        TextWriter output,
        CancellationToken stop
    )
    {
        foreach (var (store, changelog) in stores)
        {
            var size = reader.Measure(changelog, stop);
            output.WriteLine(
                $"{store}: {size.Keys} keys, {size.Bytes} bytes in {changelog} ({size.Partitions} partitions, "
                    + $"{size.Records} records, {size.Deleted} keys deleted)"
            );
        }

        return ProgramExit.Ok;
    }

    private static int Get(IEnumerable<(StateRecord Record, string Line)> lines, string key, TextWriter output)
    {
        var (found, alive) = (false, false);
        foreach (var (record, line) in lines)
        {
            output.WriteLine(line);
            (found, alive) = (true, alive || record.Value is not null);
        }

        return alive
            ? ProgramExit.Ok
            : throw new ReadException(
                found
                    ? $"The state of {key} has been deleted; the tombstone is above."
                    : $"No store holds a key {key}: `okta-processor state` lists the stores, and --store chooses one."
            );
    }
}
