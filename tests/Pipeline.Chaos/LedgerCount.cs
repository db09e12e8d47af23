namespace Pipeline.Chaos;

/// <summary>How many ids of a key were counted.</summary>
internal sealed record LedgerCount(int Count);
