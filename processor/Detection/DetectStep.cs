using System.Text.Json;
using Pipeline.Events;
using Pipeline.Processor.Alerts;
using Pipeline.Processor.Detection.Sigma.Correlations;
using Pipeline.Processor.Detection.Timelines;
using Pipeline.Processor.Events;
using Pipeline.Processor.Steps;
using Pipeline.Schemas;

namespace Pipeline.Processor.Detection;

/// <summary>
/// Stage <c>detect</c>: feeds the records of entities to what keeps state for them. Detections of correlations that other
/// correlations are made of go back into the topic of entities, so that each group is in one place.
/// </summary>
internal sealed class DetectStep : IStep
{
    private readonly DetectionSet _detections;
    private readonly AvroCodec<EntityEvent> _codec;
    private readonly HitRecord _hits;
    private readonly FindingRecord _findings;
    private readonly AlertOutput _alerts;
    private readonly LastEvent _last = new();

    public DetectStep(DetectionSet detections, ISchemaIds ids)
    {
        _detections = detections;
        _codec = new AvroCodec<EntityEvent>(ids);
        _hits = new HitRecord(_codec);
        _findings = new FindingRecord(_codec, detections.Detectors);
        _alerts = new AlertOutput(new AvroCodec<Pipeline.Events.Alert>(ids));
    }

    /// <inheritdoc/>
    public string Name => "detect";

    /// <inheritdoc/>
    public IStateCodecs Codecs => _detections;

    /// <inheritdoc/>
    public void Process(InputRecord record, StepContext context)
    {
        var entity =
            record.Content as EntityEvent
            ?? _codec.Decode(
                record.Value ?? throw new PoisonRecordException("no_value", "An entity record has no value.")
            );
        context.Advance(entity.tenant, new DateTimeOffset(entity.event_time, TimeSpan.Zero));
        if (entity.hit is { } hit)
        {
            OnHit(entity.tenant, Hit(hit), context);
        }
        else if (entity.facts is { } facts)
        {
            OnEvent(entity, facts, context);
        }
    }

    /// <inheritdoc/>
    public void OnTimer(string key, StateEntry entry, StepContext context)
    {
        var due = entry.Timer!.Value;
        var clock = context.Clock(entry.Tenant);
        if (entry.Value is CorrelationState state)
        {
            Apply(key, entry.Tenant, _detections.Correlator.OnTimer(state, entry.Tenant, due, clock), context);
            return;
        }

        var detector =
            _detections.Detectors.OfState(StateKey.Kind(key))
            ?? throw new UnreadableStateException($"Nothing in this version keeps state {key}.");
        var timer = new DetectorTimer(entry.Tenant, StateKey.Entity(key, entry.Tenant), due, clock);
        Apply(key, entry.Tenant, detector.OnTimer(entry.Value, timer), context);
    }

    private void OnEvent(EntityEvent entity, EventFacts facts, StepContext context)
    {
        var (e, kept) = _last.Of(entity, facts);
        var source = SourceMapper.FromAvro(entity.source);
        var input = new DetectorInput(entity.tenant, entity.value, e, source, context.Clock(entity.tenant))
        {
            Kept = kept,
        };
        foreach (var detector in _detections.Detectors.OfKind(entity.kind))
        {
            if (detector.Concerns(entity.value, e))
            {
                var key = StateKey.Of(detector.StateKind, entity.tenant, entity.value);
                var result = detector.OnEvent(context.Get<object>(key), input);
                Apply(key, entity.tenant, result, context);
                if (result.IsTooLate)
                {
                    context.SkipLate();
                }
            }
        }
    }

    private void OnHit(string tenant, SigmaHit hit, StepContext context)
    {
        var key = StateKey.Of(SigmaCorrelator.StateKind, tenant, hit.EntityValue);
        var state = context.Get<CorrelationState>(key);
        Apply(key, tenant, _detections.Correlator.OnHit(state, hit, tenant, context.Clock(tenant)), context);
    }

    private void Apply(string key, string tenant, DetectorResult result, StepContext context) =>
        Apply(key, tenant, result.State, result.Timer, result.Alerts, context);

    private void Apply(string key, string tenant, CorrelationResult result, StepContext context)
    {
        Apply(key, tenant, result.State, result.Timer, result.Alerts, context);
        foreach (var hit in result.Hits)
        {
            context.Emit(_hits.Of(tenant, hit, context.Record.TimestampMs, context.Record.Headers));
        }
    }

    private void Apply(
        string key,
        string tenant,
        object? state,
        DateTimeOffset? timer,
        IReadOnlyList<Alerts.Alert> alerts,
        StepContext context
    )
    {
        if (state is null)
        {
            context.Delete(key);
        }
        else
        {
            context.Put(key, state, tenant, timer);
        }

        var options = _detections.Options.Of(tenant);
        foreach (var alert in alerts)
        {
            if (options.Silences(alert))
            {
                continue;
            }

            context.Emit(_alerts.Of(alert, context.Record));
            foreach (var finding in _findings.Of(alert, context.Record.TimestampMs, context.Record.Headers))
            {
                context.Emit(finding);
            }
        }
    }

    private static SigmaHit Hit(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, CorrelationJson.Default.SigmaHit)!;
        }
        catch (JsonException e)
        {
            throw new PoisonRecordException(
                "malformed_hit",
                $"The hit of a correlation cannot be read: {e.Message}",
                e
            );
        }
    }
}
