using System.Collections.Frozen;
using System.Text.Json.Serialization;

namespace Pipeline.Processor.Detection.Timelines;

/// <summary>
/// The long memory of one rule about one entity: values and when they were seen, e.g. issuers, users behind an address,
/// failures per hour. Learnt in the order of time. Immutable and bounded: the value not seen for longest goes.
/// </summary>
internal sealed record SeenValues
{
    public static SeenValues Empty { get; } = new();

    [JsonPropertyName("v")]
    public IReadOnlyDictionary<string, SeenValue> Values { get; init; } = FrozenDictionary<string, SeenValue>.Empty;

    /// <summary>When the first of all was learnt.</summary>
    [JsonPropertyName("s")]
    public DateTimeOffset? Since { get; init; }

    /// <summary>What was not seen for so long is forgotten.</summary>
    [JsonPropertyName("a")]
    public TimeSpan MaxAge { get; init; }

    [JsonIgnore]
    public int Count => Values.Count;

    /// <summary>When all of it will be forgotten.</summary>
    [JsonIgnore]
    public DateTimeOffset Ends => Values.Count == 0 ? DateTimeOffset.MinValue : Values.Values.Max(x => x.Last) + MaxAge;

    /// <summary>Whether a value was seen before a time.</summary>
    public bool Knows(string value, DateTimeOffset before) => Values.TryGetValue(value, out var x) && x.First < before;

    /// <summary>The memory with one more sighting.</summary>
    /// <param name="value">What was seen.</param>
    /// <param name="time">When; not before any time learnt already.</param>
    /// <param name="maxAge">What was not seen for so long is forgotten.</param>
    /// <param name="max">Bound on values.</param>
    public SeenValues Learn(string value, DateTimeOffset time, TimeSpan maxAge, int max)
    {
        var values = new List<KeyValuePair<string, SeenValue>>(Values.Count + 1);
        var isKnown = false;
        foreach (var (key, seen) in Values)
        {
            if (time - seen.Last > maxAge)
            {
                continue;
            }

            isKnown |= key == value;
            values.Add(new(key, key == value ? seen with { Last = time, Count = seen.Count + 1 } : seen));
        }

        if (!isKnown)
        {
            var seen = new SeenValue
            {
                First = time,
                Last = time,
                Count = 1,
            };
            values.Add(new(value, seen));
        }

        if (values.Count > max)
        {
            values.Remove(values.MinBy(x => x.Value.Last));
        }

        return new SeenValues
        {
            Values = SmallMap<SeenValue>.Of([.. values]),
            Since = Since ?? time,
            MaxAge = maxAge,
        };
    }

    /// <summary>Whether two rules remember the same.</summary>
    public bool IsSame(SeenValues other)
    {
        if (ReferenceEquals(this, other))
        {
            return true;
        }

        if (Count != other.Count || Since != other.Since || MaxAge != other.MaxAge)
        {
            return false;
        }

        foreach (var (value, seen) in Values)
        {
            if (!other.Values.TryGetValue(value, out var same) || seen != same)
            {
                return false;
            }
        }

        return true;
    }
}
