using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using Confluent.Kafka;
using Pipeline.Kafka;
using Pipeline.Processor.Streams;
using Pipeline.Schemas;

namespace Pipeline.Benchmarks.Engine;

/// <summary>
/// One hop: from handing the input record to a producer, to a read_committed reader of the output, at 50 a second.
/// </summary>
internal static class LatencyMeasure
{
    private const int PerSecond = 50;
    private const int Warm = 500;
    private const int Events = 1500;

    public static async Task<Figures> RunAsync(string what, IKafkaClients clients, bool product)
    {
        var application = $"{what}-{Environment.ProcessId}";
        Stage stage = product ? BenchStages.Product(detects: false)[0] : Plain(application);
        var input = $"{application}.in";
        stage = stage with { Input = input };
        var output = product ? Topics.Telemetry : $"{application}.telemetry";
        await BenchTopics.CreateAsync(
            clients,
            EventTexts.Tenants,
            BenchStages.Topics([stage], application).Append(input)
        );
        var sent = new ConcurrentDictionary<string, long>(StringComparer.Ordinal);
        var waits = new ConcurrentQueue<double>();
        using var readings = new EngineReadings();
        await using var engines = RunningEngines.Start([stage], application, _ => clients);
        await engines.ReadyAsync();
        using var stop = new CancellationTokenSource();
        var reading = Task.Factory.StartNew(
            () => Read(clients, output, sent, waits, stop.Token),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );
        await engines.WhileAsync(SendAsync(clients, input, product, sent));
        await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System, CancellationToken.None);
        await stop.CancelAsync();
        await reading;
        var warm = waits.Skip(Warm).ToList();
        var figures = new Figures(what) { Records = warm.Count, PerSecond = PerSecond };
        figures.More["hop p50, ms"] = Percentile.Of(warm, 50);
        figures.More["hop p99, ms"] = Percentile.Of(warm, 99);
        figures.More["hop max, ms"] = warm.Max();
        figures.More["not seen"] = sent.Count;
        var commits = readings.Of("pipeline.engine.commit.duration");
        figures.More["commits"] = commits.Count;
        figures.More["commit p50, ms"] = Percentile.Of(commits, 50) * 1000;
        figures.More["commit p99, ms"] = Percentile.Of(commits, 99) * 1000;
        return figures;
    }

    private static Stage Plain(string application) => BenchStages.Plain(application, detects: false)[0];

    private static async Task<bool> SendAsync(
        IKafkaClients clients,
        string input,
        bool product,
        ConcurrentDictionary<string, long> sent
    )
    {
        var codec = new AvroCodec<Pipeline.Events.RawEvent>(new CommittedSchemaIds());
        using var producer = clients.CreateProducer(new ProducerConfig { LingerMs = 0 });
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / PerSecond));
        var begin = DateTimeOffset.FromUnixTimeMilliseconds(1_767_600_000_000);
        for (var i = 0; i < Events && await timer.WaitForNextTickAsync(); i++)
        {
            var published = begin.AddMilliseconds(i * 20).UtcDateTime;
            var text = EventTexts.Text(i, published);
            var value = product ? codec.Encode(Topics.Raw, InputFiller.Raw(i, text, published)) : text;
            var key = $"{i:x8}-7c1d-11f0-9a55-000000000000";
            sent[key] = Stopwatch.GetTimestamp();
            producer.Produce(
                new TopicPartition(input, i % EventTexts.Tenants),
                new Message<byte[], byte[]> { Key = Encoding.UTF8.GetBytes(EventTexts.Tenant(i)), Value = value }
            );
        }

        producer.Flush(CancellationToken.None);
        return true;
    }

    private static void Read(
        IKafkaClients clients,
        string output,
        ConcurrentDictionary<string, long> sent,
        ConcurrentQueue<double> waits,
        CancellationToken stop
    )
    {
        using var consumer = clients.CreateConsumer(
            new ConsumerConfig
            {
                GroupId = "bench-latency",
                IsolationLevel = IsolationLevel.ReadCommitted,
                FetchWaitMaxMs = 500,
                FetchMinBytes = 1,
            }
        );
        consumer.Assign(
            Enumerable.Range(0, EventTexts.Tenants).Select(x => new TopicPartitionOffset(output, x, Offset.Beginning))
        );
        while (!stop.IsCancellationRequested)
        {
            if (consumer.Consume(TimeSpan.FromMilliseconds(100)) is not { } record)
            {
                continue;
            }

            var now = Stopwatch.GetTimestamp();
            var id = Id(record.Message.Value);
            if (sent.TryRemove(id, out var began))
            {
                waits.Enqueue(Stopwatch.GetElapsedTime(began, now).TotalMilliseconds);
            }
        }
    }

    /// <summary>The uuid out of the text, which Avro carries as it is.</summary>
    private static string Id(byte[] value)
    {
        var mark = "\"uuid\":\""u8;
        var begin = value.AsSpan().IndexOf(mark) + mark.Length;
        return Encoding.UTF8.GetString(value, begin, 36);
    }
}
