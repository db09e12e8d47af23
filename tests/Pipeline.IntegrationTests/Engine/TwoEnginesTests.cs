using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Pipeline.Chaos.Counting;
using Pipeline.IntegrationTests.Servers;

namespace Pipeline.IntegrationTests.Engine;

public sealed class TwoEnginesTests(BrokerFixture broker)
{
    [Fact]
    public async Task Two_engines_of_one_process_share_the_partitions_as_two_processes_would()
    {
        var engine = new EngineOnBroker(broker);
        await engine.Topics.CreateAsync(engine.Clients);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var hosts = new[] { engine.Host(0), engine.Host(1) };
        var running = hosts.Select(x => Task.Run(() => x.RunAsync(stop.Token), CancellationToken.None)).ToList();
        using var admin = engine.Clients.CreateAdmin();
        await EngineOnBroker.UntilAsync(() =>
            running.Exists(x => x.IsCompleted) || Shares(admin, engine.Topics.Group) is [3, 3]
        );
        Assert.All(running, x => Assert.Null(x.Exception));
        await EngineOnBroker.UntilAsync(() => hosts.All(x => x.Health.IsReady));

        for (var partition = 0; partition < ChaosTopics.Partitions; partition++)
        {
            engine.Feed(partition, "1", "2");
        }

        await EngineOnBroker.UntilAsync(() =>
            Enumerable.Range(0, ChaosTopics.Partitions).All(x => engine.Committed(x) == 2)
        );
        await stop.CancelAsync();
        await Task.WhenAll(running);
        Assert.DoesNotContain(engine.Log.Errors, x => x.Contains("came again", StringComparison.Ordinal));
        Assert.Equal(["i1-0", "i1-1"], hosts.Select(x => x.Instance));
    }

    /// <summary>How many partitions each member has.</summary>
    private static int[] Shares(IAdminClient admin, string group)
    {
        try
        {
            // Asked before the group has a coordinator, the client would wait for the whole of the test's patience.
            var options = new DescribeConsumerGroupsOptions { RequestTimeout = TimeSpan.FromSeconds(3) };
            var described = admin.DescribeConsumerGroupsAsync([group], options).GetAwaiter().GetResult();
            var members = described.ConsumerGroupDescriptions[0].Members;
            return [.. members.Select(x => x.Assignment.TopicPartitions.Count).Order()];
        }
        catch (KafkaException)
        {
            // Nobody has joined yet.
            return [];
        }
    }
}
