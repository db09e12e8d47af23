namespace Pipeline.Processor.Events;

/// <summary>One element of an event's <c>target</c>. Any part may be missing.</summary>
internal sealed record EventTarget(string? Id, string? Type, string? AlternateId, string? DisplayName);
