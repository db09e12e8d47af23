using System.CommandLine;
using System.Text.Json;
using Pipeline.Kafka;
using Pipeline.Processor;
using Pipeline.Processor.Commands;
using Pipeline.Processor.Detection;
using Pipeline.Processor.Streams;
using Pipeline.Schemas;

namespace Pipeline.Tests.Streams;

public sealed class StateCommandTests
{
    [Fact]
    public async Task Stores_are_listed_with_their_keys_and_bytes_and_a_key_is_read_beside_the_engine()
    {
        await using var rig = await EngineRig.CreateAsync(new ScriptedStep());
        rig.Feed("a", "b");
        var listed = ("", "");
        var one = ("", "");
        await rig.LiveAsync(until: () =>
        {
            if (rig.Outputs().Count < 2)
            {
                return false;
            }

            listed = Run(rig, "state");
            one = Run(rig, "state", "get", ScriptedStep.State);
            return true;
        });
        Assert.Equal(("counts: 1 keys, 48 bytes in app-count-counts-changelog", ""), (listed.Item1.Split(" (")[0], ""));
        using var line = JsonDocument.Parse(one.Item1);
        Assert.Equal(2, line.RootElement.GetProperty("entry").GetProperty("state").GetInt32());
        Assert.Equal(one, Run(rig, "state", "--key", ScriptedStep.State));
        Assert.Equal(one, Run(rig, "state", "get", ScriptedStep.State[..3] + "*"));
    }

    [Fact]
    public async Task A_key_that_was_deleted_or_never_was_ends_with_a_sentence()
    {
        await using var rig = await EngineRig.CreateAsync(new ScriptedStep());
        rig.Feed("a");
        await rig.LiveAsync(until: () => rig.Outputs().Count == 1);
        rig.Feed("delete");
        await rig.LiveAsync(until: () => rig.Outputs().Count == 2);
        Assert.Contains("0 keys", Run(rig, "state").Output);
        Assert.Contains("has been deleted", Run(rig, "state", "get", ScriptedStep.State).Errors);
        Assert.Contains("No store holds a key nobody", Run(rig, "state", "get", "nobody").Errors);
        Assert.Contains("does not exist", Run(rig, "state", "--application", "other").Errors);
    }

    private static (string Output, string Errors) Run(EngineRig rig, params string[] arguments)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var root = new RootCommand
        {
            StateCommand.Create(
                new KafkaOptions { BootstrapServers = "embedded" },
                new ProcessorOptions { Application = rig.Options.Application },
                [rig.Stage],
                () => new StageServices(new CommittedSchemaIds(), DetectionSet.Nothing, 1),
                _ => rig.Log,
                _ => rig.Log
            ),
        };
        root.Parse(arguments).Invoke(new InvocationConfiguration { Output = output, Error = errors });
        return (output.ToString().Trim(), errors.ToString().Trim());
    }
}
