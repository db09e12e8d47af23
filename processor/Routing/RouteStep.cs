using System.Text;
using Pipeline.Events;
using Pipeline.Processor.Alerts;
using Pipeline.Processor.Detection;
using Pipeline.Processor.Detection.Sigma;
using Pipeline.Processor.Detection.Timelines;
using Pipeline.Processor.Events;
using Pipeline.Processor.Steps;
using Pipeline.Schemas;
using Pipeline.Schemas.LogEvents;

namespace Pipeline.Processor.Routing;

/// <summary>
/// Stage <c>route</c>: reads a raw event once and writes what the rest of the pipeline needs of it: telemetry, Okta's
/// own alerts, a record for each entity that some detector keeps state for, and the tenant's clock.
/// </summary>
internal sealed class RouteStep : IStep
{
    /// <summary>
    /// An event may be this far ahead of its collection; more is a wrong clock and must not move ours.
    /// </summary>
    private static readonly TimeSpan MaxAhead = TimeSpan.FromMinutes(5);

    private readonly DetectorSet _detectors;
    private readonly IDetectionOptions _options;
    private readonly SigmaRouting _sigma;
    private readonly HitRecord _hits;
    private readonly ClockRecords _clocks;
    private readonly AvroCodec<RawEvent> _raw;
    private readonly TelemetryRecord _telemetry;
    private readonly EntityRecord _entities;
    private readonly AlertOutput _alerts;
    private readonly FindingRecord _findings;

    /// <param name="detections">Whose needs decide which entity records are written.</param>
    /// <param name="ids">Schema ids.</param>
    /// <param name="entityPartitions">Partitions of the entities topic: each gets the tenant's clock.</param>
    public RouteStep(DetectionSet detections, ISchemaIds ids, int entityPartitions)
    {
        _detectors = detections.Detectors;
        _options = detections.Options;
        _sigma = new SigmaRouting(detections.Rules);
        _raw = new AvroCodec<RawEvent>(ids);
        _telemetry = new TelemetryRecord(new AvroCodec<TelemetryEvent>(ids));
        var entities = new EntityForm(new AvroCodec<EntityEvent>(ids));
        _entities = new EntityRecord(entities);
        _hits = new HitRecord(entities);
        _findings = new FindingRecord(entities, detections.Detectors);
        _clocks = new ClockRecords(_entities, entityPartitions);
        _alerts = new AlertOutput(new AvroCodec<Pipeline.Events.Alert>(ids));
    }

    /// <inheritdoc/>
    public string Name => "route";

    /// <inheritdoc/>
    public IStateCodecs Codecs { get; } = new RouteCodecs();

    /// <inheritdoc/>
    public void Process(InputRecord record, StepContext context)
    {
        if (record.Content is RawContent content)
        {
            Route(record, content.Tenant, content.View.Published, payload: "", content.View, context);
            return;
        }

        var raw = _raw.Decode(
            record.Value ?? throw new PoisonRecordException("no_value", "A raw record has no value.")
        );
        if (!EventView.TryParse(Encoding.UTF8.GetBytes(raw.payload), out var view, out var defect))
        {
            throw new PoisonRecordException(defect!.Reason, defect.Message);
        }

        using (view)
        {
            var collected = new DateTimeOffset(raw.collected_at, TimeSpan.Zero);
            Route(record, raw.tenant, collected, raw.payload, view!, context);
        }
    }

    /// <inheritdoc/>
    public void OnTimer(string key, StateEntry entry, StepContext context) =>
        throw new InvalidOperationException("route sets no timers.");

    private void Route(
        InputRecord record,
        string tenant,
        DateTimeOffset collected,
        string payload,
        EventView view,
        StepContext context
    )
    {
        var limit = collected + MaxAhead;
        var e = OktaEventReader.Read(view, view.Published < limit ? view.Published : limit);
        e = Enrich(tenant, e, context);
        var row = EventTypeList.Published.Find(e.EventType);
        var routed = new RoutedEvent(
            tenant,
            new SharedEvent(e),
            new EventSource(record.Topic, record.Partition, record.Offset),
            EventHeaders.Derive(record.Headers)
        );

        context.Emit(_telemetry.Of(routed, row, view.Published, payload));
        if (row.IsAlert)
        {
            EmitAlert(NativeAlert.Of(routed), routed, record, context);
        }

        var before = context.Clock(tenant);
        if (LateEvents.Is(e.Published, before, _options.Of(tenant).Lateness))
        {
            context.NoteLate(tenant);
        }

        context.Advance(tenant, e.Published);
        foreach (var clock in _clocks.Between(before, context.Clock(tenant), routed))
        {
            context.Emit(clock);
        }

        EmitEntities(routed, context);
        EmitSigma(routed, view, record, context);
    }

    /// <summary>Says what the org is not used to, and learns.</summary>
    private static OktaEvent Enrich(string tenant, OktaEvent e, StepContext context)
    {
        var key = OrgHistory.Key(tenant);
        var history = context.Get<OrgHistory>(key) ?? OrgHistory.Empty;
        var next = history.Learn(e);
        if (!ReferenceEquals(next, history))
        {
            context.Put(key, next, tenant);
        }

        return history.NewIn(e) is { Count: > 0 } found ? e with { OrgNew = found } : e;
    }

    private void EmitSigma(RoutedEvent routed, EventView view, InputRecord record, StepContext context)
    {
        if (_options.Of(routed.Tenant).Allows(routed.Event))
        {
            return;
        }

        var (alerts, hits) = _sigma.Route(view, routed.Event, routed.Tenant, routed.Source);
        foreach (var alert in alerts)
        {
            EmitAlert(alert, routed, record, context);
        }

        foreach (var hit in hits)
        {
            context.Emit(_hits.Of(routed.Tenant, hit, routed.Headers));
        }
    }

    private void EmitAlert(Alerts.Alert alert, RoutedEvent routed, InputRecord record, StepContext context)
    {
        if (_options.Of(routed.Tenant).Silences(alert))
        {
            return;
        }

        context.Emit(_alerts.Of(alert, record));
        foreach (var finding in _findings.Of(alert, routed.Headers))
        {
            context.Emit(finding);
        }
    }

    private void EmitEntity(RoutedEvent routed, string kind, string value, StepContext context)
    {
        if (_detectors.Concerns(kind, value, routed.Event))
        {
            context.Emit(_entities.Of(routed, kind, value));
        }
    }

    private void EmitEntities(RoutedEvent routed, StepContext context)
    {
        for (var i = 0; i < _detectors.Kinds.Count; i++)
        {
            var kind = _detectors.Kinds[i];
            if (kind == EntityKind.User)
            {
                foreach (var user in ConcernedEntities.Users(routed.Event))
                {
                    EmitEntity(routed, kind, user, context);
                }
            }
            else if (ConcernedEntities.OneOf(routed.Event, kind) is { } value)
            {
                EmitEntity(routed, kind, value, context);
            }
        }
    }
}
