using System.Text.Json.Serialization;
using Pipeline.Processor.Events;

namespace Pipeline.Processor.Detection.Timelines;

/// <summary>An event on the timeline of an entity, as long as some rule may still ask for it. Immutable.</summary>
internal sealed record Mark
{
    /// <summary>Longest user agent kept: a client chooses it, and it is shown, never matched exactly.</summary>
    private const int MaxAgent = 160;

    private const int MaxTargets = 8;

    private static readonly Dictionary<string, string> NothingNew = new(StringComparer.OrdinalIgnoreCase)
    {
        ["New Device"] = "NEGATIVE",
    };

    public required OktaEvent Event { get; init; }

    public required EventSource Source { get; init; }

    /// <summary>Until when it is kept, event time.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>
    /// What was new about it, once no earlier event can come any more; null while that is open.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Novelty? Settled { get; init; }

    /// <summary>It came from a network that counts as usual for everyone.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsUsual { get; init; }

    [JsonIgnore]
    public DateTimeOffset Time => Event.Published;

    /// <summary>About how many bytes it takes in the changelog: what the bound of a timeline is counted in.</summary>
    [JsonIgnore]
    public int Weight => _weight > 0 ? _weight : _weight = Weigh(Event);

    /// <summary>A refused credential; judged once, since hot timelines are looked through with every event.</summary>
    [JsonIgnore]
    public bool IsFailure => _failure ??= Authentication.IsFailure(Event);

    private bool? _failure;
    private int _weight;

    /// <param name="kept">The event, compact.</param>
    /// <param name="source">Where it stands in the log.</param>
    /// <param name="until">Until when it is kept.</param>
    /// <param name="usual">Whether it came from a network that is usual for everyone.</param>
    public static Mark Of(OktaEvent kept, EventSource source, DateTimeOffset until, bool usual) =>
        new()
        {
            IsUsual = usual,
            Event = kept,
            Source = source,
            Until = until,
        };

    /// <summary>The one order in which marks count: by time, and by uuid within one millisecond.</summary>
    public static int Compare(Mark x, Mark y)
    {
        var order = x.Time.CompareTo(y.Time);
        return order != 0 ? order : string.CompareOrdinal(x.Event.Uuid, y.Event.Uuid);
    }

    private static int Weigh(OktaEvent e) =>
        400
        + e.Uuid.Length
        + (e.UserAgent?.Length ?? 0)
        + (e.Targets.Count * 120)
        + (e.Details.Count == 0 ? 0 : e.Details.Sum(x => x.Key.Length + x.Value.Length));

    /// <summary>Whether Okta's behaviour detection said of a kept event that nothing is new, or said nothing.</summary>
    public static bool StatesNothingNew(OktaEvent kept) =>
        kept.Behaviors.Count == 0 || ReferenceEquals(kept.Behaviors, NothingNew);

    /// <summary>What is new, and that something was judged at all.</summary>
    private static IReadOnlyDictionary<string, string> Positive(IReadOnlyDictionary<string, string> behaviors) =>
        behaviors.Count < 2 ? behaviors
        : !HasPositive(behaviors) ? NothingNew
        : behaviors.Where(x => x.Value == "POSITIVE").ToDictionary(StringComparer.OrdinalIgnoreCase);

    private static bool HasPositive(IReadOnlyDictionary<string, string> behaviors)
    {
        foreach (var (_, result) in behaviors)
        {
            if (result == "POSITIVE")
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Without what no rule reads, and with the rest bounded.</summary>
    public static OktaEvent Compact(OktaEvent e) =>
        e with
        {
            Severity = null,
            DisplayMessage = null,
            LegacyEventType = null,
            ActorDisplayName = null,
            State = null,
            Isp = null,
            UserAgent = e.UserAgent is { Length: > MaxAgent } agent ? agent[..MaxAgent] : e.UserAgent,
            Behaviors = Positive(e.Behaviors),
            Targets = e.Targets.Count > MaxTargets ? [.. e.Targets.Take(MaxTargets)] : e.Targets,
        };
}
