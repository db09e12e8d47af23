using System.Text;
using System.Text.Json;
using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using Pipeline.Events;
using Pipeline.IntegrationTests.Servers;
using Pipeline.Kafka;
using Pipeline.Processor.Commands;
using Pipeline.Schemas;

namespace Pipeline.IntegrationTests.Reading;

public sealed class ReadCommandTests(BrokerFixture broker)
{
    [Fact]
    public async Task Aborted_and_open_transactions_are_not_shown_and_reading_ends()
    {
        var topic = await broker.CreateTopicAsync("read", 2);
        using var open = broker.CreateTransactionalProducer("open");
        using var other = broker.CreateTransactionalProducer("other");
        Transaction(other, topic, 0, commit: true, "committed 1", "committed 2");
        Transaction(other, topic, 0, commit: false, "aborted 1");
        Transaction(other, topic, 1, commit: false, "aborted 2");
        Transaction(other, topic, 0, commit: true, "committed 3");
        open.BeginTransaction();
        Produce(open, topic, 0, "open 1");
        Produce(open, topic, 1, "open 2");
        open.Flush(TestContext.Current.CancellationToken);
        // Behind the open transaction: committed, and not yet visible to anybody who reads committed records.
        Transaction(other, topic, 0, commit: true, "behind");

        Assert.Equal(["committed 1", "committed 2", "committed 3"], await TextsAsync(topic, "--from-beginning"));
        Assert.Equal(["committed 1", "committed 2", "committed 3"], await TextsAsync(topic));
        Assert.Equal(["committed 3"], await TextsAsync(topic, "--max", "1"));

        open.AbortTransaction();
        Assert.Equal(["committed 3", "behind"], await TextsAsync(topic, "--max", "2"));
    }

    [Fact]
    public async Task The_last_ten_of_each_partition_are_shown_whatever_stands_between_them()
    {
        var topic = await broker.CreateTopicAsync("read", 2);
        using var producer = broker.CreateTransactionalProducer("last");
        for (var i = 0; i < 15; i++)
        {
            Transaction(producer, topic, 0, commit: true, $"a {i}");
        }

        for (var i = 0; i < 40; i++)
        {
            Transaction(producer, topic, 0, commit: false, "aborted");
        }

        Transaction(producer, topic, 1, commit: true, "b 0");

        var texts = await TextsAsync(topic);

        Assert.Equal(
            Enumerable.Range(5, 10).Select(i => $"a {i}"),
            texts.Where(x => x.StartsWith("a ", StringComparison.Ordinal))
        );
        Assert.Equal("b 0", Assert.Single(texts, x => !x.StartsWith("a ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Key_partition_and_max_narrow_what_is_shown()
    {
        var topic = await broker.CreateTopicAsync("read", 2);
        using var producer = broker.Clients.CreateProducer(new ProducerConfig());
        for (var i = 0; i < 6; i++)
        {
            Produce(producer, topic, i % 2, $"value {i}", $"key {i % 3}");
        }

        producer.Flush(TestContext.Current.CancellationToken);

        Assert.Equal(
            ["value 1", "value 3", "value 5"],
            await TextsAsync(topic, "--from-beginning", "--partition", "1")
        );
        Assert.Equal(["value 4"], await TextsAsync(topic, "--key", "key 1", "--partition", "0"));
        Assert.Equal(2, (await TextsAsync(topic, "--from-beginning", "--max", "2")).Count);
        Assert.Empty(await TextsAsync(topic, "--key", "nobody"));
    }

    [Fact]
    public async Task An_empty_topic_ends_at_once() =>
        Assert.Empty(await TextsAsync(await broker.CreateTopicAsync("read", 3)));

    [Fact]
    public async Task Following_shows_what_comes_and_ends_with_the_cancellation()
    {
        var topic = await broker.CreateTopicAsync("read");
        using var producer = broker.Clients.CreateProducer(new ProducerConfig());
        Produce(producer, topic, 0, "before");
        producer.Flush(TestContext.Current.CancellationToken);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using var output = new SignallingStream();

        var reading = RunAsync(output, topic, ["--follow", "--from-beginning"], stop.Token);
        await output.WaitForAsync("before", stop.Token);
        Produce(producer, topic, 0, "after");
        await output.WaitForAsync("after", stop.Token);
        await stop.CancelAsync();

        Assert.Equal(ProgramExit.Interrupted, (await reading).Exit);
    }

    [Fact]
    public async Task A_record_is_one_json_object_with_its_decoded_value()
    {
        var topic = await broker.CreateTopicAsync("read");
        using var producer = broker.Clients.CreateProducer(new ProducerConfig());
        var licence = new LicenceCount
        {
            tenant = "acme",
            org_url = "https://acme.example",
            date = "2026-11-25",
            started_at = new DateTime(2026, 11, 25, 1, 2, 3, 4, DateTimeKind.Utc),
            completed_at = new DateTime(2026, 11, 25, 1, 2, 4, DateTimeKind.Utc),
            by_status = new Dictionary<string, long> { ["ACTIVE"] = 7 },
        };
        await producer.ProduceAsync(
            topic,
            new()
            {
                Key = "acme/2026-11-25"u8.ToArray(),
                Value = new AvroCodec<LicenceCount>(new CommittedSchemaIds()).Encode(topic, licence),
                Timestamp = new Timestamp(new DateTime(2026, 11, 25, 1, 2, 5, DateTimeKind.Utc)),
                Headers = new() { new Header("ce_type", "x"u8.ToArray()), new Header("ce_type", "y"u8.ToArray()) },
            },
            TestContext.Current.CancellationToken
        );

        var line = Assert.Single(await LinesAsync(topic));

        Assert.StartsWith(
            $$"""{"topic":"{{topic}}","partition":0,"offset":0,"timestamp":"2026-11-25T01:02:05.000Z","""
                + """
                "key":"acme/2026-11-25","headers":{"ce_type":["x","y"]},"value":{"tenant":"acme",
                """.Trim(),
            line,
            StringComparison.Ordinal
        );
        Assert.Contains("\"started_at\":\"2026-11-25T01:02:03.004Z\"", line, StringComparison.Ordinal);
        Assert.Contains("\"by_status\":{\"ACTIVE\":7}", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_topic_that_does_not_exist_is_a_sentence_and_is_not_created()
    {
        var topic = BrokerFixture.NewTopicName("nowhere");
        using var output = new MemoryStream();
        var (exit, errors) = await RunAsync(output, topic, []);
        Assert.Equal(ProgramExit.Failed, exit);
        Assert.Contains($"Topic {topic} does not exist", errors, StringComparison.Ordinal);
        Assert.Equal(ProgramExit.Failed, (await RunAsync(output, topic, [])).Exit);
    }

    [Fact]
    public async Task A_partition_that_does_not_exist_is_a_sentence()
    {
        var topic = await broker.CreateTopicAsync("read", 2);
        using var output = new MemoryStream();
        var (exit, errors) = await RunAsync(output, topic, ["--partition", "2"]);
        Assert.Equal(ProgramExit.Failed, exit);
        Assert.Contains("no partition 2, only 0 to 1", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Output_that_nobody_reads_any_more_ends_quietly()
    {
        var topic = await broker.CreateTopicAsync("read");
        using var producer = broker.Clients.CreateProducer(new ProducerConfig());
        Produce(producer, topic, 0, "value");
        producer.Flush(TestContext.Current.CancellationToken);
        using var output = new BrokenStream();
        var (exit, errors) = await RunAsync(output, topic, ["--follow", "--from-beginning"]);
        Assert.Equal((ProgramExit.Ok, ""), (exit, errors));
    }

    private async Task<List<string>> TextsAsync(string topic, params string[] arguments)
    {
        var texts = new List<string>();
        foreach (var line in await LinesAsync(topic, arguments))
        {
            using var json = JsonDocument.Parse(line);
            texts.Add(json.RootElement.GetProperty("value").GetProperty("text").GetString()!);
        }

        return texts;
    }

    private async Task<string[]> LinesAsync(string topic, params string[] arguments)
    {
        using var output = new MemoryStream();
        var (exit, errors) = await RunAsync(output, topic, arguments);
        Assert.Equal((ProgramExit.Ok, ""), (exit, errors));
        return Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private async Task<(int Exit, string Errors)> RunAsync(
        Stream output,
        string topic,
        string[] arguments,
        CancellationToken? cancellationToken = null
    )
    {
        var command = ReadCommand.Create(
            new KafkaOptions(),
            x => new LibrdkafkaClients(x, NullLoggerFactory.Instance),
            _ => throw new NotSupportedException(),
            () => output
        );
        using var errors = new StringWriter();
        var exit = await command
            .Parse([topic, "--bootstrap-servers", broker.BootstrapServers, .. arguments])
            .InvokeAsync(
                new() { Error = errors, Output = errors },
                cancellationToken ?? TestContext.Current.CancellationToken
            );
        return (exit, errors.ToString());
    }

    private static void Transaction(
        IProducer<byte[], byte[]> producer,
        string topic,
        int partition,
        bool commit,
        params string[] values
    )
    {
        producer.BeginTransaction();
        foreach (var value in values)
        {
            Produce(producer, topic, partition, value);
        }

        if (commit)
        {
            producer.CommitTransaction();
        }
        else
        {
            producer.Flush(TestContext.Current.CancellationToken);
            producer.AbortTransaction();
        }
    }

    private static void Produce(
        IProducer<byte[], byte[]> producer,
        string topic,
        int partition,
        string value,
        string? key = null
    ) =>
        producer.Produce(
            new TopicPartition(topic, partition),
            new() { Key = key is null ? null! : Encoding.UTF8.GetBytes(key), Value = Encoding.UTF8.GetBytes(value) }
        );
}
