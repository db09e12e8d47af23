using Pipeline.Events;
using Pipeline.Processor.Detection.Timelines;
using Pipeline.Processor.Events;

namespace Pipeline.Processor.Detection;

/// <summary>
/// The event that was read last. The records of an event's entities follow each other, and a backtest hands them the very same
/// facts: then it is mapped, and kept by timelines, once.
/// </summary>
internal sealed class LastEvent
{
    private EventFacts? _facts;
    private OktaEvent _event = null!;
    private OktaEvent _kept = null!;

    /// <returns>The event, and as timelines keep it.</returns>
    public (OktaEvent Event, OktaEvent Kept) Of(EntityEvent entity, EventFacts facts)
    {
        if (!ReferenceEquals(facts, _facts))
        {
            _event = FactsMapper.FromAvro(entity.event_id, entity.event_type, entity.event_time, facts);
            _kept = Mark.Compact(_event);
            _facts = facts;
        }

        return (_event, _kept);
    }
}
