namespace Pipeline.Local.Simulation.Scenario;

/// <summary>Deterministic numbers by position (SplitMix64), so that event 900,000 needs no events before it.</summary>
internal static class Mix
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    public static ulong Hash(ulong seed, ulong a, ulong b = 0)
    {
        return Finish(Finish(Finish(seed + Golden) + a + Golden) + b + Golden);
    }

    /// <summary>A number in 0..bound−1.</summary>
    public static int Below(int bound, ulong seed, ulong a, ulong b = 0) => (int)(Hash(seed, a, b) % (ulong)bound);

    /// <summary>A number in [0, 1).</summary>
    public static double Fraction(ulong seed, ulong a, ulong b = 0) => (Hash(seed, a, b) >> 11) * (1.0 / (1UL << 53));

    private static ulong Finish(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
