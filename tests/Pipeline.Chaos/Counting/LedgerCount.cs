namespace Pipeline.Chaos.Counting;

/// <summary>How many ids of a key were counted.</summary>
internal sealed record LedgerCount(int Count);
