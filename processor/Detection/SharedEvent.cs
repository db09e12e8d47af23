using Pipeline.Events;
using Pipeline.Processor.Detection.Timelines;
using Pipeline.Processor.Events;

namespace Pipeline.Processor.Detection;

/// <summary>
/// An event that the records of several entities tell of: what is made of it for one of them is there for all.
/// </summary>
internal sealed class SharedEvent(OktaEvent e)
{
    private OktaEvent? _kept;
    private EventFacts? _facts;

    public OktaEvent Event => e;

    /// <summary>The event as timelines keep it.</summary>
    public OktaEvent Kept => _kept ??= Mark.Compact(e);

    /// <summary>Its normalised fields as Avro.</summary>
    public EventFacts Facts => _facts ??= FactsMapper.ToAvro(e);
}
