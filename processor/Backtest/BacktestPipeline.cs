using Pipeline.Processor.Alerts;
using Pipeline.Processor.Detection;
using Pipeline.Processor.Routing;
using Pipeline.Processor.Steps;
using Pipeline.Processor.Streams;
using Pipeline.Schemas;
using Pipeline.Schemas.LogEvents;

namespace Pipeline.Processor.Backtest;

/// <summary>
/// The pipeline over events from files: the same steps in the same runners as the engine drives, with lists in place of
/// topics. One partition, so everything of a tenant is in the order of its file.
/// </summary>
internal sealed class BacktestPipeline
{
    private const int RecordsPerFlush = 1024;

    private readonly StepRunner _route;
    private readonly StepRunner _detect;
    private readonly Action<Alerts.Alert> _onAlert;
    private readonly Dictionary<string, SeenEvents> _seen = new(StringComparer.Ordinal);
    private readonly StateStore _routeState = new();
    private readonly StateStore _detectState;
    private long _rawOffset;
    private long _entityOffset;

    public BacktestPipeline(ISchemaIds ids, DetectionSet detections, Action<Alerts.Alert> onAlert)
    {
        var services = new StageServices(ids, detections, EntityPartitions: 1);
        var detect = Topology.Detect.Step(services);
        _detectState = new StateStore(new StateEntryCodec(detect.Codecs));
        _route = new StepRunner(Topology.Route.Step(services), _routeState, encode: false);
        _detect = new StepRunner(detect, _detectState, encode: false);
        _onAlert = onAlert;
    }

    public BacktestCounts Counts { get; } = new();

    /// <summary>Runs one event through the pipeline.</summary>
    /// <param name="tenant">Tenant the event belongs to.</param>
    /// <param name="text">Its exact text.</param>
    /// <returns>Why it was refused; null if it was taken.</returns>
    public EventDefect? Feed(string tenant, ReadOnlyMemory<byte> text)
    {
        var defect = Route(tenant, text, out var routed);
        Detect(routed);
        return defect;
    }

    /// <summary>The first stage. Beside <see cref="Detect"/>, it may run on a thread of its own.</summary>
    /// <param name="tenant">Tenant the event belongs to.</param>
    /// <param name="text">Its exact text.</param>
    /// <param name="routed">What the second stage is to be given, in this order.</param>
    /// <returns>Why it was refused; null if it was taken.</returns>
    public EventDefect? Route(string tenant, ReadOnlyMemory<byte> text, out IReadOnlyList<OutputRecord> routed)
    {
        routed = [];
        if (!EventView.TryParse(text, out var view, out var defect))
        {
            Counts.Rejected++;
            return defect;
        }

        using (view)
        {
            // Raw is free of duplicates by construction; a file need not be.
            if (!SeenOf(tenant).Add(view!.Uuid))
            {
                Counts.Duplicates++;
                return null;
            }

            Counts.Events++;
            routed = Route(tenant, view);
        }

        return null;
    }

    /// <summary>The second stage: alerts of what was routed.</summary>
    public void Detect(IReadOnlyList<OutputRecord> routed)
    {
        foreach (var output in routed)
        {
            Forward(output);
        }
    }

    private List<OutputRecord> Route(string tenant, EventView view)
    {
        var record = new InputRecord(
            Topics.Raw,
            0,
            _rawOffset++,
            view.Published.ToUnixTimeMilliseconds(),
            Key: null,
            Value: null,
            []
        )
        {
            Content = new RawContent(tenant, view),
        };
        var result = _route.Run(record);
        CountDeadLetter(result);
        ForgetChanges(_routeState, _rawOffset);
        // A copy: the list belongs to the runner and is valid until its next record.
        var routed = new List<OutputRecord>(result.Outputs.Count);
        foreach (var output in result.Outputs)
        {
            if (output.Topic is Topics.Alerts or Topics.Entities)
            {
                routed.Add(output);
            }
        }

        return routed;
    }

    private void Forward(OutputRecord output)
    {
        if (output.Topic == Topics.Alerts)
        {
            Alert(output);
        }
        else if (output.Topic == Topics.Entities)
        {
            var record = new InputRecord(
                output.Topic,
                0,
                _entityOffset++,
                TimestampMs: 0,
                Key: null,
                Value: null,
                output.Headers
            )
            {
                Content = output.Content,
            };
            var result = _detect.Run(record);
            CountDeadLetter(result);
            ForgetChanges(_detectState, _entityOffset);
            Counts.TooLate += result.TooLate;
            // A copy: a chained hit runs through the same runner, whose list this is.
            foreach (var next in result.Outputs.ToArray())
            {
                Forward(next);
            }
        }
    }

    /// <summary>No changelog asks which keys changed, and those of entities long gone must not stay for it.</summary>
    private static void ForgetChanges(StateStore state, long records)
    {
        if (records % RecordsPerFlush == 0)
        {
            state.ForgetChanges();
        }
    }

    private void Alert(OutputRecord output)
    {
        Counts.Revisions++;
        _onAlert(AlertMapper.FromAvro((Pipeline.Events.Alert)output.Content!));
    }

    private void CountDeadLetter(StepResult result)
    {
        if (result.DeadLetter is null)
        {
            return;
        }

        Counts.Failed(result.Error);
    }

    private SeenEvents SeenOf(string tenant)
    {
        if (!_seen.TryGetValue(tenant, out var seen))
        {
            _seen[tenant] = seen = new SeenEvents();
        }

        return seen;
    }
}
