using Pipeline.IntegrationTests.Servers;
using Pipeline.Kafka;
using Pipeline.Processor.Commands;
using Pipeline.Schemas;

namespace Pipeline.IntegrationTests.Topics;

public sealed class TopicAdminTests(BrokerFixture broker)
{
    private readonly TopicSpec[] _specs =
    [
        new(BrokerFixture.NewTopicName("admin"), 3, CleanupPolicy.Delete, TimeSpan.FromDays(100), "RawEvent"),
        new(BrokerFixture.NewTopicName("admin"), 3, CleanupPolicy.Compact, null, "Checkpoint"),
        new(BrokerFixture.NewTopicName("admin"), 1, CleanupPolicy.CompactAndDelete, TimeSpan.FromDays(7), null),
    ];

    [Fact]
    public async Task Missing_topics_are_found_created_and_then_fine()
    {
        using var client = broker.Clients.CreateAdmin();
        var admin = new TopicAdmin(client);
        Assert.Equal(_specs, (await admin.CheckAsync(_specs)).Where(x => x.IsMissing).Select(x => x.Spec));
        Assert.Equal(_specs.Select(x => x.Name), await admin.ApplyAsync(_specs));
        Assert.Empty(await admin.CheckAsync(_specs));
        Assert.Empty(await admin.ApplyAsync(_specs));
    }

    [Fact]
    public async Task Retention_is_as_the_specification_says()
    {
        using var client = broker.Clients.CreateAdmin();
        await new TopicAdmin(client).ApplyAsync(_specs);
        var config = await client.DescribeConfigsAsync([
            new() { Type = Confluent.Kafka.Admin.ResourceType.Topic, Name = _specs[0].Name },
        ]);
        Assert.Equal("8640000000", config[0].Entries["retention.ms"].Value);
        Assert.Equal("delete", config[0].Entries["cleanup.policy"].Value);
    }

    [Fact]
    public async Task Wrong_partitions_and_wrong_cleanup_are_found_and_left_alone()
    {
        var name = await broker.CreateTopicAsync("admin", 2, new() { ["cleanup.policy"] = "delete" });
        TopicSpec[] specs = [new(name, 3, CleanupPolicy.Compact, null, null)];
        using var client = broker.Clients.CreateAdmin();
        var admin = new TopicAdmin(client);

        var findings = await admin.CheckAsync(specs);

        Assert.Equal(2, findings.Count);
        Assert.Contains("has 2 partitions where 3", findings[0].Message, StringComparison.Ordinal);
        Assert.Contains("cleanup.policy=delete where compact", findings[1].Message, StringComparison.Ordinal);
        Assert.Empty(await admin.ApplyAsync(specs));
        Assert.Equal(2, (await admin.CheckAsync(specs)).Count);
    }

    [Fact]
    public async Task Two_that_apply_at_once_both_succeed()
    {
        using var one = broker.Clients.CreateAdmin();
        using var two = broker.Clients.CreateAdmin();
        await Task.WhenAll(new TopicAdmin(one).ApplyAsync(_specs), new TopicAdmin(two).ApplyAsync(_specs));
        Assert.Empty(await new TopicAdmin(one).CheckAsync(_specs));
    }

    [Fact]
    public async Task More_copies_than_brokers_is_a_configuration_error()
    {
        using var client = broker.Clients.CreateAdmin();
        var e = await Assert.ThrowsAsync<ConfigurationException>(() => new TopicAdmin(client, 99).ApplyAsync(_specs));
        Assert.Contains("Kafka:ReplicationFactor", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_command_checks_applies_and_checks_again()
    {
        Assert.Equal((ProgramExit.Failed, true), await RunAsync("check", "does not exist"));
        Assert.Equal((ProgramExit.Ok, true), await RunAsync("apply", "created " + _specs[0].Name));
        Assert.Equal((ProgramExit.Ok, true), await RunAsync("check", "3 topics are as they must be."));

        async Task<(int Exit, bool Said)> RunAsync(string verb, string expected)
        {
            var command = TopicsCommand.Create(new KafkaOptions(), _specs, _ => broker.Clients);
            using var output = new StringWriter();
            var exit = await command
                .Parse([verb, "--bootstrap-servers", broker.BootstrapServers])
                .InvokeAsync(new() { Output = output }, TestContext.Current.CancellationToken);
            return (exit, output.ToString().Contains(expected, StringComparison.Ordinal));
        }
    }
}
