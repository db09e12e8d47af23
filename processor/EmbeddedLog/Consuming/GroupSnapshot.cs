namespace Pipeline.Processor.Embedded.Consuming;

/// <summary>A group at one moment.</summary>
internal sealed record GroupSnapshot(string Id, bool IsStable, IReadOnlyList<MemberSnapshot> Members);
