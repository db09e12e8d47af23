using System.Collections.Frozen;
using System.Text.Json.Serialization;

namespace Pipeline.Processor.Detection.Timelines;

/// <summary>
/// What is kept of one entity for all rules about it: its events as long as a rule may ask for them, the sources it is
/// used to, the long memories of rules, and what was said. Immutable and bounded.
/// </summary>
internal sealed record Timeline
{
    // Shared: most timelines have neither.
    private static readonly FrozenDictionary<string, SeenValues> NoMemories = FrozenDictionary<
        string,
        SeenValues
    >.Empty;
    private static readonly FrozenDictionary<string, DateTimeOffset> NoWakes = FrozenDictionary<
        string,
        DateTimeOffset
    >.Empty;

    public static Timeline Empty { get; } = new();

    /// <summary>In the order of <see cref="Mark.Compare"/>, each uuid once.</summary>
    public IReadOnlyList<Mark> Marks { get; init; } = [];
    public SourceHistory History { get; init; } = SourceHistory.Empty;

    /// <summary>By id of the rule.</summary>
    public IReadOnlyDictionary<string, SeenValues> Memories { get; init; } = NoMemories;
    public IReadOnlyList<EmittedFinding> Emitted { get; init; } = [];

    /// <summary>When a rule has something to say that nothing but time brings about, by id of the rule.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> Wakes { get; init; } = NoWakes;

    /// <summary>What people call the entity; of a user the login.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Name { get; init; }

    /// <summary>When, to within a month, the log last showed the user as an administrator.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? AdminSeen { get; init; }

    /// <summary>
    /// Until when events were left out because there were too many: counts up to then are lower bounds.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? Overflowed { get; init; }

    /// <summary>The timer asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? Due { get; init; }

    [JsonIgnore]
    public bool IsEmpty =>
        Marks.Count == 0 && History.IsEmpty && Memories.Count == 0 && Emitted.Count == 0 && AdminSeen is null;

    /// <summary>Without what is too old to be of use: entities that are not heard of any more leave nothing.</summary>
    /// <param name="kind">Kind of the entity.</param>
    /// <param name="watermark">What no event within the lateness can come before.</param>
    public Timeline Forget(string kind, DateTimeOffset watermark)
    {
        var next = this;
        if (History.Last + SourceHistory.AgeOf(kind) <= watermark)
        {
            next = next with { History = SourceHistory.Empty };
        }

        if (AdminSeen + AdminActivity.Age <= watermark)
        {
            next = next with { AdminSeen = null };
        }

        return Memories.Count > 0 && IsOutdated(watermark) ? next.Remember(watermark) : next;
    }

    private bool IsOutdated(DateTimeOffset watermark)
    {
        foreach (var memory in Memories.Values)
        {
            if (memory.Ends <= watermark)
            {
                return true;
            }
        }

        return false;
    }

    // Apart: a lambda in the method above would cost a closure for each event.
    private Timeline Remember(DateTimeOffset watermark) =>
        this with
        {
            Memories = Memories
                .Where(x => x.Value.Ends > watermark)
                .ToDictionary(x => x.Key, x => x.Value, StringComparer.Ordinal),
        };
}
