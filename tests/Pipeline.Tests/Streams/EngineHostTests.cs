using System.Text;
using Pipeline.Processor.Streams;
using Pipeline.Schemas;
using Pipeline.Tests.EmbeddedLog;

namespace Pipeline.Tests.Streams;

public sealed class EngineHostTests
{
    [Fact]
    public async Task A_record_that_always_breaks_the_engine_stops_it_by_name_however_much_came_before_it()
    {
        await using var rig = await EngineRig.CreateAsync(new ScriptedStep());
        // Each life does 300 records anew and commits none of them: processing is no progress.
        rig.Options = rig.Options with
        {
            MaxAttemptsAtRecord = 2,
            MaxPollRecords = 10,
            CommitInterval = TimeSpan.FromMinutes(1),
        };
        rig.Feed([.. Enumerable.Range(0, 300).Select(x => $"{x}"), "#"]);
        var stopped = await StopAsync(rig);
        Assert.Contains("count broke 2 times at in/0/300,", stopped.Message);
        Assert.Contains("broken between two outputs", stopped.Message);
        Assert.Empty(rig.Outputs());
    }

    [Fact]
    public async Task A_state_that_cannot_be_written_stops_the_engine_with_the_record_that_wrote_it()
    {
        await using var rig = await EngineRig.CreateAsync(new ScriptedStep());
        rig.Options = rig.Options with { MaxAttemptsAtRecord = 2 };
        rig.Feed("0", "1", "unwritable");
        var stopped = await StopAsync(rig);
        Assert.Contains("count broke 2 times at in/0/2,", stopped.Message);
        Assert.Contains("The state of count|k cannot be written", stopped.Message);
    }

    [Fact]
    public async Task A_stop_drains_what_was_read_and_commits_it_within_its_bound()
    {
        await using var rig = await EngineRig.CreateAsync(new ScriptedStep());
        // Nothing commits but the stop.
        rig.Options = rig.Options with
        {
            CommitInterval = TimeSpan.FromMinutes(1),
        };
        rig.Feed([.. Enumerable.Range(0, 50).Select(x => $"{x}")]);
        var step = (ScriptedStep)rig.Step;
        var began = TimeProvider.System.GetTimestamp();
        Assert.Null(await rig.LiveAsync(until: () => step.Seen.Count >= 50));
        Assert.InRange(TimeProvider.System.GetElapsedTime(began), TimeSpan.Zero, rig.Options.StopTimeout);
        Assert.Equal(50, rig.Outputs().Count);
        Assert.Equal(50, EmbeddedLog.LogDirectory.Committed(rig.Log, "app-count", EngineRig.Input));
    }

    [Fact]
    public async Task What_a_replay_writes_is_as_young_as_its_writing_or_retention_takes_it_before_it_is_read()
    {
        await using var rig = await EngineRig.CreateAsync(new ScriptedStep());
        var began = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        var old = began - (long)TimeSpan.FromDays(90).TotalMilliseconds;
        rig.FeedAt(old, "0");
        rig.FeedAt(old, "poison");
        Assert.Null(await rig.LiveAsync(until: () => ((ScriptedStep)rig.Step).Seen.Count >= 2));
        var output = Assert.Single(LogDirectory.ReadAll(rig.Log, EngineRig.Output));
        var letter = Assert.Single(LogDirectory.ReadAll(rig.Log, Topics.DeadLetters(EngineRig.Input)));
        Assert.All([output, letter], x => Assert.InRange(x.Message.Timestamp.UnixTimestampMs, began, long.MaxValue));
        Assert.Equal($"{old}", Encoding.UTF8.GetString(letter.Message.Headers.GetLastBytes("source.timestamp")));
    }

    private static Task<EngineStoppedException> StopAsync(EngineRig rig) =>
        Assert.ThrowsAsync<EngineStoppedException>(() => rig.Host().RunAsync(TestContext.Current.CancellationToken));
}
