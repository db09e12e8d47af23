using Pipeline.Processor.Alerts;

namespace Pipeline.Processor.Detection.Timelines;

/// <summary>
/// What a rule sees in a timeline as it stands: one episode. The lifecycle makes an alert of it, and revisions.
/// </summary>
internal sealed record Finding
{
    /// <summary>
    /// Tells apart findings of one rule that exist side by side for one entity, e.g. a pair of countries.
    /// </summary>
    public string Key { get; init; } = "";

    /// <summary>
    /// The first event of the episode. The alert's id follows from it, so it must not depend on which threshold was
    /// crossed: take the first of the run without a silence longer than <see cref="Gap"/>.
    /// </summary>
    public required Moment Anchor { get; init; }

    /// <summary>
    /// Id of what began it. Of a finding the alert's: how severe it was first told depends on the order of arrival.
    /// </summary>
    public string AnchorId => FindingEvent.Is(Anchor.Event) ? FindingEvent.AlertOf(Anchor.Event) : Anchor.Event.Uuid;

    /// <summary>When it began.</summary>
    public DateTimeOffset First => FindingEvent.Is(Anchor.Event) ? FindingEvent.FirstOf(Anchor.Event) : Anchor.Time;

    /// <summary>The last contributing event.</summary>
    public required DateTimeOffset Last { get; init; }

    /// <summary>Silence after <see cref="Last"/> that ends the episode.</summary>
    public TimeSpan Gap { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>
    /// Not to be told before; null for at once. For what did not happen: the deadline plus the lateness.
    /// </summary>
    public DateTimeOffset? NotBefore { get; init; }

    public required Severity Severity { get; init; }

    /// <summary>low, medium or high: how sure the rule is.</summary>
    public string Confidence { get; init; } = "medium";

    /// <summary>Who, what, how many and from where. Never the name of a user Okta does not know.</summary>
    public required string Title { get; init; }

    /// <summary>3 to 6 factual sentences, times in UTC.</summary>
    public required IReadOnlyList<string> Narrative { get; init; }

    /// <summary>ATT&amp;CK technique ids; null for the rule's own.</summary>
    public IReadOnlyList<string>? Techniques { get; init; }

    /// <summary>Why it fired and why it has its severity.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }

    /// <summary>The counters that made it fire.</summary>
    public IReadOnlyDictionary<string, long> Counts { get; init; } = new Dictionary<string, long>();

    public IReadOnlyDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<AlertEntity> Related { get; init; } = [];

    /// <summary>Contributing events in order of time, with the part each played.</summary>
    public required IReadOnlyList<(Moment Moment, string Note)> Evidence { get; init; }

    /// <summary>How much there is of it: an analyst hears again each time it has doubled.</summary>
    public long Weight { get; init; } = 1;

    /// <summary>
    /// What an analyst must hear of when it grows, e.g. the steps of a chain or the providers: see
    /// <see cref="FindingNews"/>.
    /// </summary>
    public string News { get; init; } = "";
}
