using Pipeline.Chaos;
using Pipeline.Chaos.Collection;

namespace Pipeline.IntegrationTests.Chaos;

/// <summary>
/// Engine processes on a real broker, disturbed at random, and an oracle that knows what was sent. docs/chaos.md says how to
/// run more of it by hand and how to repeat a failure.
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

    /// <summary>A guard is taken out where its lack shows every time; else the oracle would be a blind one.</summary>
    [Theory]
    [InlineData("restore", 1)]
    [InlineData("flush", 1)]
    [InlineData("kill", 1)]
    [InlineData("tombstones", 1)]
    public async Task The_oracle_notices_a_missing_guard(string guard, int cycles)
    {
        var settings = ChaosSettings.Proof(guard, isControl: false, seed: 1, cycles);
        var (findings, log) = await RunAsync(settings);
        Assert.True(findings.Count > 0, string.Join(Environment.NewLine, ["Nothing was found.", .. log]));
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
