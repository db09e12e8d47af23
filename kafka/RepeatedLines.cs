using System.Text.RegularExpressions;

namespace Pipeline.Kafka;

/// <summary>
/// Lets a client's complaint through and then, for a minute, only counts those like it: while its brokers are away each
/// librdkafka consumer has forty of them a second, and an outage would fill a disk.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed partial class RepeatedLines(TimeProvider time)
{
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(1);

    /// <summary>Bounds the memory: names of clients are few, but what a broker says is not ours.</summary>
    private const int MaxKinds = 1000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (long Told, int Since)> _kinds = new(StringComparer.Ordinal);

    /// <summary>
    /// How many like this one were not told since the last that was; null where this one is not told either.
    /// </summary>
    /// <param name="client">Who complains.</param>
    /// <param name="text">The complaint; numbers in it make no difference.</param>
    public int? Tell(string client, string text)
    {
        var kind = $"{client} {Number().Replace(text, "0")}";
        lock (_lock)
        {
            if (_kinds.TryGetValue(kind, out var seen) && time.GetElapsedTime(seen.Told) < Silence)
            {
                _kinds[kind] = seen with { Since = seen.Since + 1 };
                return null;
            }

            if (_kinds.Count >= MaxKinds)
            {
                _kinds.Clear();
            }

            _kinds[kind] = (time.GetTimestamp(), 0);
            return seen.Since;
        }
    }

    [GeneratedRegex("[0-9]+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Number();
}
