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

    /// <summary>Until when events were left out because there were too many: counts up to then are lower bounds.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? Overflowed { get; init; }

    /// <summary>The timer asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? Due { get; init; }

    [JsonIgnore]
    public bool IsEmpty =>
        Marks.Count == 0 && History.IsEmpty && Memories.Count == 0 && Emitted.Count == 0 && AdminSeen is null;
}
