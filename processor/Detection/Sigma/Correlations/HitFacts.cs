using Pipeline.Processor.Events;

namespace Pipeline.Processor.Detection.Sigma.Correlations;

/// <summary>What an alert says about an event that contributed to it.</summary>
/// <param name="Note">Title of the rule it matched.</param>
/// <param name="UserId">Okta id of the user it concerns; null for nobody known.</param>
/// <param name="UserName">Login of that user.</param>
internal sealed record HitFacts(
    string Uuid,
    DateTimeOffset Time,
    string EventType,
    string? Outcome,
    string? Ip,
    string? Place,
    string Note,
    string? UserId,
    string? UserName,
    EventSource? Source
);
