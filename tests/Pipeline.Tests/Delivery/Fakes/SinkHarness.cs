using Pipeline.Processor.Delivery;
using Pipeline.Processor.Delivery.Policies;
using Pipeline.Processor.Delivery.Targets;
using Pipeline.Schemas;

namespace Pipeline.Tests.Delivery.Fakes;

/// <summary>A whole sink between a topic in memory and a scripted receiver.</summary>
internal sealed class SinkHarness : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly SinkDefinition _definition;
    private readonly ScriptedReceiver _receiver;
    private readonly TimeProvider _time;
    private Task? _run;

    public SinkHarness(SinkDefinition definition, ScriptedReceiver receiver, TimeProvider? time = null)
    {
        _definition = definition;
        _receiver = receiver;
        _time = time ?? new ImpatientTime();
        Kafka = new FakeKafka(definition.Topic);
    }

    public FakeKafka Kafka { get; }
    public CapturedLogs Logs { get; } = new();
    public DeliveryOptions Options { get; } = new() { MaxBatchAge = TimeSpan.FromMilliseconds(1) };
    public SinkOptions Sink { get; init; } = new();
    public string Url { get; init; } = "https://receiver.example/ingest";

    public void Start()
    {
        var headers = new SecretHeaders("Delivery:Test", Sink, Logs);
        var sink = new DeliverySink(
            _definition,
            "okta",
            Kafka,
            new CommittedSchemaIds(),
            Options,
            _time,
            new Random(1),
            Logs
        )
        {
            // The request's own time-out runs in real time: a wait that is over at once would end every request.
            Target = new HttpTarget(
                new Uri(Url),
                headers,
                new ResponsePolicy(),
                TimeSpan.FromSeconds(20),
                TimeProvider.System,
                _receiver
            ),
        };
        _run = sink.RunAsync(_stop.Token);
    }

    public async Task UntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!condition())
        {
            if (_run is { IsFaulted: true })
            {
                await _run;
            }

            Assert.False(limit.IsCancellationRequested, string.Join('\n', Logs.Lines.TakeLast(20)));
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, CancellationToken.None);
        }
    }

    public Task StopAsync()
    {
        _stop.Cancel();
        return _run!;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }
}
