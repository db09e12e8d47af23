using System.Text.Json.Serialization;

namespace Pipeline.Processor.Detection.Sigma.Correlations;

/// <summary>A hit as the state of its group keeps it.</summary>
/// <param name="Uuid">Of the event or, for chained hits, of the hit below.</param>
/// <param name="Time">Event time.</param>
/// <param name="Rules">Positions of the matched rules.</param>
/// <param name="Values">Values counted or summed.</param>
/// <param name="Events">Base events.</param>
/// <param name="Carried">Fields for correlations above.</param>
/// <param name="Fired">Whether the condition held in the window that ends at it.</param>
/// <param name="Detection">Of a chained hit the detection below that it is part of.</param>
/// <param name="PassedOn">The detection as part of which correlations above know of it; null if they do not.</param>
/// <param name="Shown">Digest of the base events that they know of it; null if they do not, or nobody kept it.</param>
internal sealed record WindowHit(
    string Uuid,
    DateTimeOffset Time,
    IReadOnlyList<int> Rules,
    IReadOnlyList<string>? Values,
    IReadOnlyList<HitFacts> Events,
    IReadOnlyDictionary<string, IReadOnlyList<string>>? Carried,
    bool Fired,
    string? Detection = null,
    string? PassedOn = null,
    int? Shown = null
)
{
    /// <summary>What counts once, however many hits it has: the detection of a chained hit, else the event.</summary>
    [JsonIgnore]
    public string Counted => Detection ?? Uuid;

    /// <summary>The base event it stands at: its own; of a chained hit the last of its window.</summary>
    [JsonIgnore]
    public string StandsAt => Events is [.., var last] ? last.Uuid : Uuid;
}
