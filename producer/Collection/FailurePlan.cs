namespace Pipeline.Producer.Collection;

/// <summary>What follows from a failure. The cursor stays in every case but <paramref name="Rewind"/>.</summary>
/// <param name="Reason">Name of the wait in metrics.</param>
/// <param name="Wait">How long to wait before the next try.</param>
/// <param name="Limit">Page size of the next try.</param>
/// <param name="Alarm">Whether a person must act.</param>
/// <param name="Rewind">Whether the cursor is lost and collection goes on from the last event.</param>
internal sealed record FailurePlan(string Reason, TimeSpan Wait, int Limit, bool Alarm, bool Rewind);
