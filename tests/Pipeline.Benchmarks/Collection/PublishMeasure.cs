using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using Pipeline.Kafka;
using Pipeline.Producer.Collection;
using Pipeline.Producer.Okta;
using Pipeline.Schemas;

namespace Pipeline.Benchmarks.Collection;

/// <summary>
/// The floor of catching up: the records of the same pages, made beforehand, go through the producer's own writer in
/// transactions as large as its. What is left is the time the client and the broker take, whoever makes the records.
/// </summary>
internal static class PublishMeasure
{
    public static async Task<Spent> RunAsync(
        string bootstrap,
        string run,
        PageOrg org,
        int pages,
        CancellationToken stop
    )
    {
        var records = await RecordsAsync(run, org, stop);
        var clients = new LibrdkafkaClients(
            new KafkaOptions { BootstrapServers = bootstrap },
            NullLoggerFactory.Instance
        );
        using var writer = new PartitionWriter(clients, $"bench-{run}", 0, null, new ProducerOptions().MaxEventBytes);
        await writer.OpenAsync(stop);
        var checkpoint = new CheckpointRecord(new CommittedSchemaIds()).Of(
            run,
            new Position { Url = org.Url, OrgUrl = org.Url },
            TimeProvider.System.GetUtcNow()
        );
        var (raw, checkpoints) = (new TopicPartition(Topics.Raw, 0), new TopicPartition(Topics.Checkpoints, 0));
        var spent = Spent.Begin();
        for (var page = 0; page < pages; page += PageBatch.MaxPages)
        {
            var until = Math.Min(page + PageBatch.MaxPages, pages);
            await writer.WriteAsync(
                transaction =>
                {
                    for (var i = page; i < until; i++)
                    {
                        records[i % records.Count].ForEach(x => transaction.Send(raw, x));
                    }

                    transaction.Send(checkpoints, checkpoint);
                },
                stop
            );
        }

        return spent();
    }

    private static async Task<List<List<Message<byte[], byte[]>>>> RecordsAsync(
        string run,
        PageOrg org,
        CancellationToken stop
    )
    {
        var options = new ProducerOptions
        {
            Tenants =
            [
                new()
                {
                    Name = run,
                    OrgUrl = org.Url,
                    ApiToken = run,
                },
            ],
        };
        var maker = new RawRecord(TenantCatalogue.Of(options)[0], new CommittedSchemaIds(), RawRecord.Poll);
        List<List<Message<byte[], byte[]>>> records = [];
        foreach (var body in org.Pages)
        {
            var memory = new PageBuffer();
            var reader = new PageReader(memory);
            await reader.ReadAsync(new MemoryStream(body), stop);
            using var page = new OktaPage(
                reader.Elements,
                memory,
                org.Url,
                null,
                null,
                "bench",
                TimeProvider.System.GetUtcNow(),
                null,
                null,
                new CancellationTokenSource()
            );
            records.Add([.. page.Elements.Select(x => Record(maker, x, page))]);
        }

        return records;
    }

    private static Message<byte[], byte[]> Record(RawRecord maker, PageElement element, OktaPage page) =>
        NamedEvent.TryRead(element, out var named, out _)
            ? maker.Event(named, named.Uuid.ToArray(), element.Bytes.Span, page)
            : throw new InvalidOperationException("The org's events are events.");
}
