using System.Diagnostics;
using Confluent.Kafka;
using Pipeline.Processor.Embedded;
using static Pipeline.Tests.EmbeddedLog.LogDirectory;
using Log = Pipeline.Processor.Embedded.EmbeddedLog;

namespace Pipeline.Tests.EmbeddedLog;

public sealed class CrashTests : IDisposable
{
    private const int Records = 60_000;
    private const int Kills = 10;
    private const int Seed = 20_000;

    private readonly LogDirectory _directory = new();
    private readonly Random _random = new(Seed);

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Killed_at_any_moment_the_copy_is_a_prefix_exactly_once()
    {
        await FillAsync();
        var (copied, progressed) = (0, 0);
        for (var kill = 0; kill < Kills; kill++)
        {
            await RunAndKillAsync("whole", copied: kill % 2 == 0);
            var (problem, count) = Oracle();
            Assert.True(problem is null, $"after kill {kill + 1}: {problem}");
            Assert.True(count >= copied, $"kill {kill + 1}: {copied - count} committed records are gone");
            progressed += count > copied ? 1 : 0;
            Assert.True(count < Records, "too few records: the last kills hit an idle child");
            copied = count;
        }

        Assert.True(progressed >= Kills / 2, $"only {progressed} of {Kills} children copied anything");
    }

    /// <summary>Negative control: with the commit split in two the oracle must see it.</summary>
    [Fact]
    public async Task Split_commit_is_caught_by_the_oracle()
    {
        await FillAsync();
        for (var kill = 0; kill < 3 * Kills; kill++)
        {
            await RunAndKillAsync(CrashChild.Split, copied: true);
            if (Oracle().Problem is not null)
            {
                return;
            }
        }

        Assert.Fail("No kill fell between the two commits: the oracle proves nothing.");
    }

    [Fact]
    public async Task Other_processes_may_read_while_the_owner_writes_but_not_own()
    {
        await FillAsync();
        using var child = Start("whole");
        try
        {
            await ReadyAsync(child);
            Assert.Throws<DataDirectoryInUseException>(() => _directory.Open());
            using var reader = Log.OpenReader(_directory.Path);
            using var consumer = reader.CreateConsumer(new());
            consumer.Assign(new TopicPartitionOffset("b", 0, Offset.Beginning));
            for (var i = 0; i < 2_000; i++)
            {
                Assert.Equal($"{i}", Value(consumer.Consume(TimeSpan.FromSeconds(5))));
            }
        }
        finally
        {
            child.Kill();
            await child.WaitForExitAsync(CancellationToken.None);
        }
    }

    private async Task FillAsync()
    {
        using var log = _directory.Open();
        await CreateTopic(log, "a");
        await CreateTopic(log, "b");
        await CreateTopic(log, "state", config: new() { ["cleanup.policy"] = "compact" });
        Produce(log, "a", [.. Enumerable.Range(0, Records).Select(x => $"{x}")]);
    }

    /// <param name="mode">How the child commits.</param>
    /// <param name="copied">
    /// Whether it has committed something before it is killed, however slow the machine is.
    /// </param>
    private async Task RunAndKillAsync(string mode, bool copied)
    {
        using var child = Start(mode);
        try
        {
            await ReadyAsync(child);
            if (copied)
            {
                await LineAsync(child, CrashChild.Copied);
            }

            // The moment must be a moment of real time: it is the point of the test.
            await Task.Delay(
                TimeSpan.FromMilliseconds(_random.Next(20, 150)),
                TimeProvider.System,
                TestContext.Current.CancellationToken
            );
        }
        finally
        {
            child.Kill();
            await child.WaitForExitAsync(CancellationToken.None);
        }
    }

    private static Task ReadyAsync(Process child) => LineAsync(child, CrashChild.Ready);

    private static async Task LineAsync(Process child, string expected)
    {
        var line = await child
            .StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken)
            .AsTask()
            .WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        Assert.Equal(expected, line);
    }

    private Process Start(string mode)
    {
        var info = new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        if (Path.GetFileNameWithoutExtension(info.FileName) == "dotnet")
        {
            info.ArgumentList.Add(typeof(CrashTests).Assembly.Location);
        }

        info.Environment[CrashChild.Variable] = $"{_directory.Path}|{mode}";
        return Process.Start(info)!;
    }

    /// <summary>What is in b, in the state and in the group's offset must be the same prefix of a.</summary>
    private (string? Problem, int Count) Oracle()
    {
        using var log = _directory.Open();
        var copy = Values(log, "b");
        var wrong = copy.Where((x, i) => x != $"{i}").FirstOrDefault();
        var offset = Math.Max(0, Committed(log, "copy", "a"));
        var state = ReadAll(log, "state").Select(Value).ToList();
        var count = state.Count == 0 ? "0" : state[0];
        var problem =
            wrong is not null ? $"{wrong} is lost or twice"
            : state.Count > 1 ? $"{state.Count} versions of one key"
            : offset != copy.Count || count != $"{copy.Count}"
                ? $"b has {copy.Count}, the offset is {offset}, the state says {count}"
            : null;
        return (problem, copy.Count);
    }
}
