using Pipeline.Processor.Events;
using Pipeline.Processor.Steps;

namespace Pipeline.Processor.Detection;

/// <summary>
/// A stateful detection of one kind of entity: <c>(state, event or timer) → (state, alerts)</c>. Pure: no Kafka, no
/// clock, no I/O. The state it is given is never changed in place; it returns a new one, or the same if nothing
/// changed.
/// </summary>
internal interface IDetector
{
    /// <summary>The detections it makes.</summary>
    IReadOnlyList<DetectionInfo> Detections { get; }

    /// <summary>Kind of entity its state is kept for: one of <see cref="EntityKind"/>.</summary>
    string Kind { get; }

    /// <summary>First part of its state's keys, lower case, e.g. <c>okta-mfa-001</c>; never changed.</summary>
    string StateKind { get; }

    /// <summary>How its state is written to the changelog.</summary>
    IStateCodec StateCodec { get; }

    /// <summary>
    /// Whether it wants to see this event of this entity. Evaluated while routing: what nobody wants is not written to
    /// the entities topic.
    /// </summary>
    bool Concerns(string entity, OktaEvent e);

    /// <summary>
    /// An event of an entity; one that does not concern it changes nothing. Events come in the order of arrival, which
    /// need not be the order of time.
    /// </summary>
    DetectorResult OnEvent(object? state, DetectorInput input);

    /// <summary>The tenant's clock reached the timer of this state.</summary>
    DetectorResult OnTimer(object state, DetectorTimer timer);
}
