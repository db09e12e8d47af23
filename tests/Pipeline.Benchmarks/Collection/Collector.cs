using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging.Abstractions;
using Pipeline.Kafka;
using Pipeline.Producer.Collection;
using Pipeline.Producer.Commands;
using Pipeline.Schemas;

namespace Pipeline.Benchmarks.Collection;

/// <summary>The producer itself, with tenants nobody collected before, until disposed.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly MeterListener _listener = new();
    private readonly Task _run;

    private Collector(KafkaOptions kafka, ProducerOptions options)
    {
        _listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Name == "okta_producer_events")
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, value, tags, _) => Count((string)tags[0].Value!, value));
        _listener.Start();
        var host = new CollectionHost(
            new LibrdkafkaClients(kafka, NullLoggerFactory.Instance),
            new CommittedSchemaIds(),
            options,
            TimeProvider.System,
            NullLoggerFactory.Instance
        );
        _run = Task.Run(() => host.RunAsync(_stop.Token));
    }

    /// <summary>Committed events by tenant.</summary>
    public ConcurrentDictionary<string, long> Events { get; } = new(StringComparer.Ordinal);

    public static async Task<Collector> StartAsync(string bootstrap, string run, string org, int tenants)
    {
        var kafka = new KafkaOptions { BootstrapServers = bootstrap };
        var clients = new LibrdkafkaClients(kafka, NullLoggerFactory.Instance);
        await ProducerTopics.EnsureAsync(
            clients,
            kafka,
            new CommittedSchemaIds(),
            new ProducerOptions(),
            NullLogger.Instance
        );
        return new Collector(
            kafka,
            new ProducerOptions
            {
                ApplicationId = $"bench-{run}",
                PollInterval = TimeSpan.FromSeconds(1),
                CountLicences = false,
                Reconcile = new() { Every = TimeSpan.Zero, Daily = false },
                Tenants =
                [
                    .. Enumerable
                        .Range(0, tenants)
                        .Select(x => new TenantOptions
                        {
                            Name = $"{run}-{x}",
                            OrgUrl = org,
                            ApiToken = $"{run}-{x}",
                        }),
                ],
            }
        );
    }

    /// <summary>Waits until something holds; fails where collection itself failed.</summary>
    public async Task UntilAsync(Func<bool> holds, CancellationToken stop)
    {
        while (!holds())
        {
            if (_run.IsCompleted)
            {
                await _run;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, stop);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _listener.Dispose();
        _stop.Dispose();
    }

    private void Count(string tenant, long value) => Events.AddOrUpdate(tenant, value, (_, x) => x + value);
}
