namespace Pipeline.Chaos;

/// <summary>What a run is made of; with the seed, everything but timing is repeatable.</summary>
/// <param name="Without">Guards to take out, comma-separated, to see that the oracle notices; empty for none.</param>
internal sealed record ChaosSettings(int Seed, int Cycles, int RecordsPerSecond, string Without);
