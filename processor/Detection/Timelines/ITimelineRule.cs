using Pipeline.Processor.Events;

namespace Pipeline.Processor.Detection.Timelines;

/// <summary>
/// A detection over the recent events of one entity, in order of time. Pure, and without state of its own: it is asked
/// again whenever an event it wants has found its place, so late events, duplicates and restarts change nothing.
/// </summary>
internal interface ITimelineRule
{
    DetectionInfo Info { get; }

    /// <summary>Kind of entity: one of <see cref="EntityKind"/>.</summary>
    string Kind { get; }

    /// <summary>
    /// How long it wants an event kept; null if it does not want it. Evaluated while routing as well: what nobody wants
    /// is not written to the entities topic. Findings of other rules come as events of type
    /// <see cref="FindingEvent.Type"/>.
    /// </summary>
    TimeSpan? Retention(string entity, OktaEvent e);

    /// <summary>What there is to find now. At most one finding of a key for any span of time.</summary>
    IEnumerable<Finding> Evaluate(TimelineView view);
}
