using Pipeline.Events;
using Pipeline.Processor.Alerts;
using Pipeline.Processor.Detection.Sigma.Correlations;
using Pipeline.Processor.Detection.Timelines;
using Pipeline.Processor.Steps;
using Pipeline.Schemas;

namespace Pipeline.Processor.Detection;

/// <summary>
/// Stage <c>detect</c>: feeds the records of entities to what keeps state for them. Detections of correlations that
/// other correlations are made of go back into the topic of entities, so that each group is in one place.
/// </summary>
internal sealed class DetectStep : IStep
{
    private readonly DetectionSet _detections;
    private readonly EntityForm _entities;
    private readonly HitRecord _hits;
    private readonly FindingRecord _findings;
    private readonly AlertOutput _alerts;

    public DetectStep(DetectionSet detections, ISchemaIds ids)
    {
        _detections = detections;
        _entities = new EntityForm(new AvroCodec<EntityEvent>(ids));
        _hits = new HitRecord(_entities);
        _findings = new FindingRecord(_entities, detections.Detectors);
        _alerts = new AlertOutput(new AvroCodec<Pipeline.Events.Alert>(ids));
    }

    /// <inheritdoc/>
    public string Name => "detect";

    /// <inheritdoc/>
    public IStateCodecs Codecs => _detections;

    /// <inheritdoc/>
    public void Process(InputRecord record, StepContext context)
    {
        var message =
            record.Content as EntityMessage
            ?? _entities.Read(
                record.Value ?? throw new PoisonRecordException("no_value", "An entity record has no value.")
            );
        context.Advance(message.Tenant, message.Time);
        if (message.Hit is { } hit)
        {
            OnHit(message.Tenant, hit, context);
        }
        else if (message.Event is { } shared)
        {
            OnEvent(message, shared, context);
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

    private void OnEvent(EntityMessage message, SharedEvent shared, StepContext context)
    {
        var (tenant, entity) = (message.Tenant, message.Value);
        var input = new DetectorInput(tenant, entity, shared.Event, message.Source, context.Clock(tenant))
        {
            Shared = shared,
        };
        foreach (var detector in _detections.Detectors.OfKind(message.Kind))
        {
            var key = StateKey.Of(detector.StateKind, tenant, entity);
            var result = detector.OnEvent(context.Get<object>(key), input);
            Apply(key, tenant, result, context);
            if (result.IsTooLate)
            {
                context.SkipLate();
            }
        }
    }

    private void OnHit(string tenant, SigmaHit hit, StepContext context)
    {
        var key = StateKey.Of(SigmaCorrelator.StateKind, tenant, hit.EntityValue);
        var state = context.Get<CorrelationState>(key);
        Apply(key, tenant, _detections.Correlator.OnHit(state, hit, tenant, context.Clock(tenant)), context);
    }

    private void Apply(string key, string tenant, DetectorResult result, StepContext context)
    {
        Apply(key, tenant, result.State, result.Timer, result.Alerts, context);
        foreach (var signal in result.Signals)
        {
            Tell(signal, context);
        }
    }

    private void Apply(string key, string tenant, CorrelationResult result, StepContext context)
    {
        Apply(key, tenant, result.State, result.Timer, result.Alerts, context);
        foreach (var hit in result.Hits)
        {
            context.Emit(_hits.Of(tenant, hit, context.Record.Headers));
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
            Tell(alert, context);
        }
    }

    /// <summary>Other rules hear of it on the timelines of those it is about.</summary>
    private void Tell(Alerts.Alert alert, StepContext context)
    {
        foreach (var finding in _findings.Of(alert, context.Record.Headers))
        {
            context.Emit(finding);
        }
    }
}
