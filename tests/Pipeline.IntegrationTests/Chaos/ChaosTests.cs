using Pipeline.Chaos;
using Pipeline.Chaos.Collection;

namespace Pipeline.IntegrationTests.Chaos;

/// <summary>
/// Engine processes on a real broker, disturbed at random, and an oracle that knows what was sent. docs/chaos.md says
/// how to run more of it by hand and how to repeat a failure.
/// </summary>
[Collection(ChaosCollection.Name)]
public sealed class ChaosTests(ChaosBroker broker)
{
    [Fact]
    public async Task Thirty_disturbances_change_nothing_in_what_comes_out()
    {
        var seed = Environment.TickCount & 0xFFFFF;
        var (findings, log) = await RunAsync(new ChaosSettings(seed, Cycles: 30, RecordsPerSecond: 400));
        Assert.True(findings.Count == 0, string.Join(Environment.NewLine, [.. log, .. findings.Take(10)]));
    }

    /// <summary>
    /// A guard is taken out where its lack shows at once; else the oracle would be a blind one. On a machine that is so
    /// busy that nothing happened when it should have, it is looked at again.
    /// </summary>
    [Theory]
    [InlineData("restore")]
    [InlineData("flush")]
    [InlineData("kill")]
    [InlineData("tombstones")]
    public async Task The_oracle_notices_a_missing_guard(string guard)
    {
        var logs = new List<string> { "Nothing was found." };
        for (var seed = 1; seed <= 3; seed++)
        {
            var (findings, log) = await RunAsync(ChaosSettings.Proof(guard, isControl: false, seed, cycles: 1));
            if (findings.Count > 0)
            {
                return;
            }

            logs.AddRange(log);
        }

        Assert.Fail(string.Join(Environment.NewLine, logs));
    }

    [Fact]
    public async Task Producers_that_are_killed_collect_every_event_of_hostile_orgs_once()
    {
        var settings = new CollectionSettings(
            Environment.TickCount & 0xFFFFF,
            Minutes: 0.6,
            Tenants: 3,
            Rate: 40,
            Faults: 0.25,
            KillsBroker: true
        )
        {
            RefusesCredentials = false,
        };
        var log = new List<string> { $"seed {settings.Seed}" };
        var findings = await new CollectionRun(broker.Brokers, settings, log.Add, TimeProvider.System).RunAsync();
        Assert.True(findings.Count == 0, string.Join(Environment.NewLine, [.. log, .. findings.Take(10)]));
    }

    private async Task<(IReadOnlyList<string> Findings, List<string> Log)> RunAsync(ChaosSettings settings)
    {
        var log = new List<string> { $"seed {settings.Seed}" };
        var run = new ChaosRun(broker.Brokers, settings, log.Add, TimeProvider.System);
        return (await run.RunAsync(), log);
    }
}
