namespace Pipeline.Benchmarks.Engine;

/// <summary>State of a user: when last seen, and the denials of the last ten minutes (ms since 1970).</summary>
internal sealed record PlainState(long LastSeen, long[] Denials);
