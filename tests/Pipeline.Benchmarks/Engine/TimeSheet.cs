using System.Diagnostics;

namespace Pipeline.Benchmarks.Engine;

/// <summary>Where one engine thread's time goes. Written by that thread only; read after it has ended.</summary>
internal sealed class TimeSheet
{
    private readonly SortedDictionary<string, long> _ticks = new(StringComparer.Ordinal);

    public void Add(string part, long began) =>
        _ticks[part] = _ticks.GetValueOrDefault(part) + Stopwatch.GetTimestamp() - began;

    public IEnumerable<(string Part, double Seconds)> Parts =>
        _ticks.Select(x => (x.Key, x.Value / (double)Stopwatch.Frequency));
}
