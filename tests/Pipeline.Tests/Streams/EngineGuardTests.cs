using Pipeline.Processor.Streams;

namespace Pipeline.Tests.Streams;

/// <summary>
/// The same fault with a guard and without it. That the fault shows without the guard is the proof that the guard is
/// needed and that the test can fail; docs/chaos.md has the proofs on a real broker.
/// </summary>
public sealed class EngineGuardTests
{
    [Theory]
    [InlineData("", new string[0])]
    [InlineData("kill", new[] { "a 1", "# 2" })]
    public async Task An_exception_between_two_outputs_commits_nothing_of_the_record(string without, string[] outputs)
    {
        await using var rig = await EngineRig.CreateAsync(new ScriptedStep());
        // In a batch of its own: nothing marks the task for a commit when its first batch breaks.
        rig.Options = rig.Options with
        {
            Guards = EngineGuards.Without(without),
            MaxPollRecords = 1,
            // On a slow machine the first record would be committed before the second breaks.
            CommitInterval = TimeSpan.FromMinutes(10),
        };
        rig.Feed("a", "#");
        Assert.NotNull(await rig.LiveAsync(until: () => false));
        Assert.Equal(outputs, rig.Outputs());
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("forget", true)]
    public async Task Records_read_before_a_rebalance_reach_no_task_after_it(string without, bool comesAgain)
    {
        var step = new ScriptedStep();
        await using var rig = await EngineRig.CreateAsync(
            step,
            clients: log => new ListeningClients(log)
            {
                Main = (x, handlers) => new RebalancingConsumer(x, handlers, 4),
            }
        );
        rig.Options = rig.Options with { Guards = EngineGuards.Without(without) };
        rig.Feed([.. Enumerable.Range(0, 20).Select(x => $"{x}")]);
        await rig.LiveAsync(until: () => rig.Outputs().Count >= 20);
        Assert.Equal(comesAgain, step.Seen.Count != step.Seen.Distinct().Count());
        Assert.Equal(Enumerable.Range(0, 20).Select(x => (long)x), step.Seen.Distinct());
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("tombstones", "{\"v\":2,\"offset\":0,\"tenant\":\"t\",\"state\":1}")]
    public async Task Deleted_state_stays_deleted_in_the_changelog(string without, string? state)
    {
        await using var rig = await EngineRig.CreateAsync(new ScriptedStep());
        rig.Options = rig.Options with { Guards = EngineGuards.Without(without) };
        rig.Feed("a");
        await rig.LiveAsync(until: () => rig.Outputs().Count == 1);
        rig.Feed("delete");
        await rig.LiveAsync(until: () => rig.Outputs().Count == 2);
        Assert.Equal(state, rig.State().GetValueOrDefault(ScriptedStep.State));
    }

    [Fact]
    public async Task State_whose_time_is_over_leaves_a_tombstone()
    {
        await using var rig = await EngineRig.CreateAsync(new ScriptedStep());
        rig.FeedAt(10_000, "expire");
        await rig.LiveAsync(until: () => rig.Outputs().Count == 1);
        Assert.Contains("\"timer\":11000", rig.State()[ScriptedStep.State]);
        rig.FeedAt(11_000, "ignore");
        await rig.LiveAsync(until: () => rig.Outputs().Count == 2);
        Assert.Null(rig.State()[ScriptedStep.State]);
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("group", true)]
    public async Task Offsets_are_sent_for_the_membership_of_the_assignment(string without, bool readsLate)
    {
        var groups = new GroupWatch();
        await using var rig = await EngineRig.CreateAsync(
            new ScriptedStep(),
            clients: log => new ListeningClients(log)
            {
                Main = (x, handlers) => new GroupWatchConsumer(x, groups),
                Producer = x => new GroupWatchProducer(x, groups),
            }
        );
        rig.Options = rig.Options with { Guards = EngineGuards.Without(without) };
        rig.Feed("a");
        await rig.LiveAsync(until: () => rig.Outputs().Count == 1);
        Assert.NotEmpty(groups.Sent);
        Assert.Equal(readsLate, groups.Sent.Contains(groups.Late));
    }
}
