using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using Pipeline.Benchmarks.Detection;
using Pipeline.Kafka;
using Pipeline.Schemas;
using Pipeline.Schemas.LogEvents;

namespace Pipeline.Benchmarks.Collection;

/// <summary>From the moment the org writes an event to the moment a read_committed reader has it.</summary>
internal static class LatencyMeasure
{
    private const int EventsPerPage = 10;

    public static async Task<Dictionary<string, double>> RunAsync(
        string bootstrap,
        string run,
        int tenants,
        TimeSpan length,
        CancellationToken stop
    )
    {
        Console.WriteLine($"latency: {tenants} tenants, {EventsPerPage} events a poll, for {length.TotalSeconds:0} s");
        var served = new ConcurrentDictionary<string, long>(StringComparer.Ordinal);
        var texts = new TrafficText(5000, seed: 5);
        var writing = new Lock();
        await using var org = await PageOrg.StartAsync(0, live: _ => Render(texts, served, writing));
        await using var collector = await Collector.StartAsync(bootstrap, run, org.Url, tenants);
        await collector.UntilAsync(() => collector.Events.Count == tenants, stop);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        ended.CancelAfter(length);
        var latencies = await Task.Run(() => Read(bootstrap, run, served, ended.Token), stop);
        latencies.Sort();
        return new(StringComparer.Ordinal)
        {
            ["latency_events"] = latencies.Count,
            ["latency_p50_ms"] = latencies[latencies.Count / 2],
            ["latency_p99_ms"] = latencies[latencies.Count * 99 / 100],
        };
    }

    private static byte[] Render(TrafficText texts, ConcurrentDictionary<string, long> served, Lock writing)
    {
        lock (writing)
        {
            var events = Enumerable.Range(0, EventsPerPage).Select(_ => texts.Next()).ToList();
            var now = Stopwatch.GetTimestamp();
            foreach (var text in events)
            {
                if (EventView.TryParse(text, out var view, out _))
                {
                    using (view)
                    {
                        served[view!.Uuid] = now;
                    }
                }
            }

            return Encoding.UTF8.GetBytes($"[{string.Join(',', events.Select(Encoding.UTF8.GetString))}]");
        }
    }

    private static List<double> Read(
        string bootstrap,
        string run,
        ConcurrentDictionary<string, long> served,
        CancellationToken stop
    )
    {
        var clients = new LibrdkafkaClients(
            new KafkaOptions { BootstrapServers = bootstrap },
            NullLoggerFactory.Instance
        );
        using var consumer = clients.CreateConsumer(
            new ConsumerConfig
            {
                GroupId = $"reader-{run}",
                IsolationLevel = IsolationLevel.ReadCommitted,
                AutoOffsetReset = AutoOffsetReset.Latest,
            }
        );
        consumer.Subscribe(Topics.Raw);
        var latencies = new List<double>();
        while (!stop.IsCancellationRequested)
        {
            if (
                consumer.Consume(TimeSpan.FromMilliseconds(100)) is { Message: { } message }
                && served.TryRemove(
                    Encoding.UTF8.GetString(message.Headers.GetLastBytes(HeaderNames.EventId)),
                    out var at
                )
            )
            {
                latencies.Add(Stopwatch.GetElapsedTime(at).TotalMilliseconds);
            }
        }

        consumer.Close();
        return latencies;
    }
}
