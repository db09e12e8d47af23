using Pipeline.Events;
using Pipeline.Processor.Alerts;
using Pipeline.Processor.Events;
using Pipeline.Processor.Steps;
using Pipeline.Schemas;

namespace Pipeline.Processor.Detection;

/// <summary>Stage <c>detect</c>: feeds the records of entities to the detectors that keep state for them.</summary>
internal sealed class DetectStep : IStep
{
    private readonly DetectorSet _detectors;
    private readonly AvroCodec<EntityEvent> _entities;
    private readonly AlertOutput _alerts;

    public DetectStep(DetectorSet detectors, ISchemaIds ids)
    {
        _detectors = detectors;
        _entities = new AvroCodec<EntityEvent>(ids);
        _alerts = new AlertOutput(new AvroCodec<Pipeline.Events.Alert>(ids));
    }

    /// <inheritdoc/>
    public string Name => "detect";

    /// <inheritdoc/>
    public IStateCodecs Codecs => _detectors;

    /// <inheritdoc/>
    public void Process(InputRecord record, StepContext context)
    {
        var entity = _entities.Decode(
            record.Value ?? throw new PoisonRecordException("no_value", "An entity record has no value.")
        );
        context.Advance(entity.tenant, new DateTimeOffset(entity.event_time, TimeSpan.Zero));
        if (entity.facts is null)
        {
            return;
        }

        var e = FactsMapper.FromAvro(entity.event_id, entity.event_type, entity.event_time, entity.facts);
        var source = SourceMapper.FromAvro(entity.source);
        var input = new DetectorInput(entity.tenant, entity.value, e, source, context.Clock(entity.tenant));
        foreach (var detector in _detectors.OfKind(entity.kind))
        {
            if (detector.Concerns(entity.value, e))
            {
                var key = StateKey.Of(detector, entity.tenant, entity.value);
                Apply(key, entity.tenant, detector.OnEvent(context.Get<object>(key), input), context);
            }
        }
    }

    /// <inheritdoc/>
    public void OnTimer(string key, StateEntry entry, StepContext context)
    {
        var detector =
            _detectors.OfState(StateKey.Kind(key))
            ?? throw new UnreadableStateException($"Nothing in this version keeps state {key}.");
        var timer = new DetectorTimer(
            entry.Tenant,
            StateKey.Entity(key, entry.Tenant),
            entry.Timer!.Value,
            context.Clock(entry.Tenant)
        );
        Apply(key, entry.Tenant, detector.OnTimer(entry.Value, timer), context);
    }

    private void Apply(string key, string tenant, DetectorResult result, StepContext context)
    {
        if (result.State is null)
        {
            context.Delete(key);
        }
        else
        {
            context.Put(key, result.State, tenant, result.Timer);
        }

        foreach (var alert in result.Alerts)
        {
            context.Emit(_alerts.Of(alert, context.Record));
        }
    }
}
