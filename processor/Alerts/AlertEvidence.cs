using Pipeline.Processor.Events;

namespace Pipeline.Processor.Alerts;

/// <summary>One event that contributed to an alert.</summary>
/// <param name="EventId">uuid.</param>
/// <param name="Note">The part it played, e.g. <c>prompt</c>, <c>denied</c>.</param>
/// <param name="Source">The raw record; null where the events come from a file.</param>
internal sealed record AlertEvidence(
    string EventId,
    string EventType,
    DateTimeOffset Published,
    string? Outcome,
    string? Ip,
    string Note,
    EventSource? Source
);
