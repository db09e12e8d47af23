using System.Text;
using Microsoft.Extensions.Time.Testing;
using Pipeline.Events;
using Pipeline.Kafka;
using Pipeline.Producer.Collection;
using Pipeline.Producer.Okta;
using Pipeline.Schemas;

namespace Pipeline.Tests.Producer;

/// <summary>One tenant's collection on a log in memory and a scripted org, on a clock that jumps.</summary>
internal sealed class CollectionRig
{
    public const string Tenant = "acme";
    private const int Partitions = 4;

    private static readonly AvroCodec<RawEvent> RawCodec = new(new CommittedSchemaIds());
    private static readonly CheckpointRecord Checkpoints = new(new CommittedSchemaIds());

    public CollectionRig() => Org = new FakeOrg(Time);

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 5, 12, 8, 0, 0, TimeSpan.Zero));

    public FakeLog Log { get; } = new(Partitions);

    public FakeOrg Org { get; set; }

    /// <summary>What the group says of us, where it is not always well.</summary>
    public GroupPulse? Pulse { get; set; }

    /// <summary>The way to Okta, where it is not <see cref="Org"/>.</summary>
    public HttpMessageHandler? Http { get; set; }

    public ListLogger Logger { get; } = new();

    public ProducerOptions Options { get; } =
        new()
        {
            // Polling is what most tests count requests and waits of.
            CountLicences = false,
            Reconcile = new() { Every = TimeSpan.Zero, Daily = false },
            Tenants =
            [
                new()
                {
                    Name = Tenant,
                    OrgUrl = "https://acme.okta.example",
                    ApiToken = "good-token",
                },
            ],
        };

    public FakePause Pause { get; private set; } = null!;

    /// <summary>Ends the run, in the middle of whatever it does.</summary>
    public Action Stop { get; private set; } = () => { };

    /// <summary>Reasons of waits that do not move the clock.</summary>
    public IReadOnlyList<string> Timeless { get; set; } = [];

    public static int Partition => Murmur2Partition.Of(Tenant, Partitions);

    /// <summary>uuids in raw, in order.</summary>
    public IEnumerable<string> Raw => Log.Records(Topics.Raw).Select(x => RawCodec.Decode(x.Value).event_id);

    public IEnumerable<string> Payloads => Log.Records(Topics.Raw).Select(x => RawCodec.Decode(x.Value).payload);

    public Position Checkpoint =>
        Checkpoints.Read(Log.Records(Topics.Checkpoints).Last(x => x.Key.AsSpan().SequenceEqual("acme"u8)));

    /// <summary>The session of the last run.</summary>
    public PartitionSession Session { get; private set; } = null!;

    public IEnumerable<string> Uuids(int count) => Enumerable.Range(0, count).Select(x => $"u{x}");

    /// <summary>The tenant's licence loop alone, until so many waits for the next count.</summary>
    public Task CountAsync(int waits = 1) =>
        RunAsync(
            async (services, stop) =>
            {
                using var writer = new PartitionWriter(
                    Log,
                    Options.ApplicationId,
                    Partition,
                    null,
                    Options.MaxEventBytes
                );
                await writer.OpenAsync(stop);
                var reader = new PartitionReader(Log, Options.ApplicationId, Time);
                var loop = new LicenceLoop(
                    TenantCatalogue.Of(Options, Time)[0],
                    Partition,
                    writer,
                    reader,
                    new ClosedWindows(new CommittedSchemaIds()),
                    new RateGovernor(1),
                    services
                );
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => loop.RunAsync(stop));
            },
            (stop) => new FakePause(Time, stop) { StopReason = "licences", StopAtIdle = waits }
        );

    /// <summary>Owns the tenant's partition from its checkpoint until so many idle waits, or waits at all.</summary>
    public Task RunAsync(
        int idle = 1,
        int waits = 60,
        Func<bool>? owned = null,
        Func<bool>? until = null,
        string reason = "idle"
    ) =>
        RunAsync(
            (services, stop) =>
            {
                Session = new PartitionSession(
                    Partition,
                    TenantCatalogue.Of(Options, Time),
                    services,
                    _ => Task.FromResult(owned?.Invoke() ?? true)
                );
                return Session.RunAsync(stop);
            },
            stop => new FakePause(Time, stop)
            {
                StopReason = reason,
                Timeless = Timeless,
                StopAtIdle = idle,
                StopAtWaits = waits,
                StopWhen = until ?? (() => false),
            }
        );

    private async Task RunAsync(
        Func<CollectionServices, CancellationToken, Task> run,
        Func<CancellationTokenSource, FakePause> pause
    )
    {
        using var stop = new CancellationTokenSource();
        // A hanging test is a failing test.
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop.Token, limit.Token);
        Pause = pause(stop);
        Stop = stop.Cancel;
        using var http = new HttpMessageInvoker(Http ?? Org, disposeHandler: false);
        using var slots = new PageSlots(2);
        using var windows = new PageSlots(1);
        using var windowPages = new PageSlots(1);
        using var metrics = new ProducerMetrics(Time);
        var services = new CollectionServices(
            Log,
            new CommittedSchemaIds(),
            Options,
            http,
            slots,
            windows,
            windowPages,
            Pause,
            Time,
            metrics,
            Logger,
            Partitions,
            Partitions,
            Pulse ?? new GroupPulse(new FakeTimeProvider()),
            Seed: 7
        );
        await run(services, either.Token);
        Assert.False(limit.IsCancellationRequested, "The run did not end by itself.");
    }

    public static string Header(Confluent.Kafka.Message<byte[], byte[]> message, string name) =>
        Encoding.UTF8.GetString(message.Headers.GetLastBytes(name));
}
