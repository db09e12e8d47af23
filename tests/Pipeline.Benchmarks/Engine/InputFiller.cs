using Confluent.Kafka;
using Pipeline.Events;
using Pipeline.Kafka;
using Pipeline.Schemas;

namespace Pipeline.Benchmarks.Engine;

/// <summary>Writes one input twice: as the yardstick reads it (JSON), and as the product does (Avro).</summary>
internal static class InputFiller
{
    public static async Task FillAsync(IKafkaClients clients, int records)
    {
        await BenchTopics.CreateAsync(clients, EventTexts.Tenants, BenchTopics.Plain, Topics.Raw);
        var codec = new AvroCodec<RawEvent>(new CommittedSchemaIds());
        using var producer = clients.CreateProducer(
            new ProducerConfig
            {
                LingerMs = 5,
                BatchSize = 512 * 1024,
                CompressionType = CompressionType.Lz4,
                QueueBufferingMaxMessages = 200_000,
                EnableDeliveryReports = false,
            }
        );
        for (var i = 0; i < records; i++)
        {
            var text = EventTexts.Text(i, EventTexts.Published(i));
            Send(producer, BenchTopics.Plain, i, text);
            Send(producer, Topics.Raw, i, codec.Encode(Topics.Raw, Raw(i, text)));
        }

        producer.Flush(CancellationToken.None);
        foreach (var topic in (string[])[BenchTopics.Plain, Topics.Raw])
        {
            if (BenchTopics.Count(clients, topic) != records)
            {
                throw new InvalidOperationException($"Topic {topic} does not hold the {records} records sent to it.");
            }
        }
    }

    public static RawEvent Raw(int number, byte[] text) => Raw(number, text, EventTexts.Published(number));

    public static RawEvent Raw(int number, byte[] text, DateTime published) =>
        new()
        {
            tenant = EventTexts.Tenant(number),
            org_url = "https://example.okta.com",
            event_id = $"{number:x8}-7c1d-11f0-9a55-000000000000",
            event_type = "",
            published = published,
            collected_at = published,
            collected_by = "poll",
            payload = System.Text.Encoding.UTF8.GetString(text),
        };

    private static void Send(IProducer<byte[], byte[]> producer, string topic, int number, byte[] value)
    {
        var place = new TopicPartition(topic, number % EventTexts.Tenants);
        var message = new Message<byte[], byte[]>
        {
            Key = System.Text.Encoding.UTF8.GetBytes(EventTexts.Tenant(number)),
            Value = value,
        };
        while (true)
        {
            try
            {
                producer.Produce(place, message);
                return;
            }
            catch (ProduceException<byte[], byte[]> e) when (e.Error.Code == ErrorCode.Local_QueueFull)
            {
                producer.Poll(TimeSpan.FromMilliseconds(10));
            }
        }
    }
}
