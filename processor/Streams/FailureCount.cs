namespace Pipeline.Processor.Streams;

/// <summary>What <see cref="FailureCounts"/> says of a failure.</summary>
/// <param name="Attempt">How many times the same thing has failed now.</param>
/// <param name="IsHopeless">Whether another attempt is worth nothing.</param>
/// <param name="Place">Where it fails, for people; empty where that cannot be said.</param>
internal sealed record FailureCount(int Attempt, bool IsHopeless, string Place);
