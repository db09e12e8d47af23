namespace Pipeline.Local.Simulation.Control;

/// <summary>A request that the org answered.</summary>
/// <param name="Number">From 1, over all APIs.</param>
/// <param name="AtMs">When it came.</param>
/// <param name="Query">Its query string; no API takes secrets there.</param>
/// <param name="Status">0 where the connection was reset.</param>
internal sealed record RequestRecord(long Number, long AtMs, string Method, string Path, string Query, int Status);
