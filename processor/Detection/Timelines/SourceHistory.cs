using System.Text.Json.Serialization;
using Pipeline.Processor.Events;

namespace Pipeline.Processor.Detection.Timelines;

/// <summary>
/// Where an entity signed in from, learnt in the order of time and only from what no earlier event can precede any
/// more. Immutable and bounded.
/// </summary>
internal sealed record SourceHistory
{
    /// <summary>More places and devices than a person has; the one not used for longest goes.</summary>
    private const int MaxSources = 12;

    /// <summary>
    /// Sign-ins, or days, after which a history tells what is unusual (Splunk and Elastic learn 10–14 days).
    /// </summary>
    private const int MatureSignIns = 10;

    private static readonly TimeSpan MatureAge = TimeSpan.FromDays(14);

    /// <summary>A new source does not vouch for itself on its first day: an attacker signs in again too.</summary>
    private static readonly TimeSpan Probation = TimeSpan.FromHours(24);

    /// <summary>What was not used for half a year is new again (design §4.3: country 180 days).</summary>
    private static readonly TimeSpan MaxAge = TimeSpan.FromDays(180);

    /// <summary>Events closer than this are one sign-in.</summary>
    private static readonly TimeSpan OneSignIn = TimeSpan.FromMinutes(5);

    public static SourceHistory Empty { get; } = new();

    [JsonPropertyName("src")]
    public IReadOnlyList<KnownSource> Sources { get; init; } = [];

    [JsonPropertyName("n")]
    public int SignIns { get; init; }

    [JsonPropertyName("f")]
    public DateTimeOffset? First { get; init; }

    [JsonPropertyName("l")]
    public DateTimeOffset? Last { get; init; }

    [JsonIgnore]
    public bool IsEmpty => Sources.Count == 0;

    /// <summary>
    /// Whether the history was long enough at that time to tell what is unusual. The sign-in that is under way does not
    /// count: its first event must not make its second one strange.
    /// </summary>
    public bool IsMature(DateTimeOffset time) =>
        First is { } first
        && (SignIns - (time - Last < OneSignIn ? 1 : 0) >= MatureSignIns || time - first >= MatureAge);

    /// <summary>How long the history of a kind of entity is worth keeping after its last event.</summary>
    public static TimeSpan AgeOf(string kind) => kind == EntityKind.Session ? TimeSpan.FromHours(24) : MaxAge;

    /// <summary>
    /// Whether the browser of an event is one the entity has used for a day: true of a laptop behind a VPN, also while
    /// the history is too short to tell what is new.
    /// </summary>
    public bool KnowsBrowser(OktaEvent e) =>
        e.DeviceToken is { } token && Sources.Any(x => x.DeviceToken == token && e.Published - x.First >= Probation);

    /// <summary>
    /// Whether the entity has used the provider of an event, in that country, for a day: also while the history is too
    /// short to tell what is new.
    /// </summary>
    public bool KnowsPlace(OktaEvent e) =>
        e.AsNumber is { } network
        && Sources.Any(x => x.Asn == network && Same(x.Country, e.Country) && e.Published - x.First >= Probation);

    /// <summary>Whether the entity has used the program of an event for a day; true where none is named.</summary>
    public bool KnowsAgent(OktaEvent e) =>
        AgentFamily.Of(e) is not { } agent
        || Sources.Any(x => Same(x.Agent, agent) && e.Published - x.First >= Probation);

    /// <summary>Whether the entity signed in from the source of an event before a time.</summary>
    public bool Knew(OktaEvent e, DateTimeOffset before) => Sources.Any(x => x.First < before && x.Covers(e));

    /// <summary>Learns a sign-in that is later than all before.</summary>
    public SourceHistory Learn(OktaEvent e)
    {
        var source = KnownSource.Of(e);
        var sources = new List<KnownSource>(Sources.Count + 1);
        foreach (var known in Sources)
        {
            if (known.IsSame(source))
            {
                source = source with { First = known.First };
            }
            else if (e.Published - known.Last <= MaxAge)
            {
                sources.Add(known);
            }
        }

        if (sources.Count == MaxSources)
        {
            sources.Remove(sources.MinBy(x => x.Last)!);
        }

        sources.Add(source);
        return new SourceHistory
        {
            Sources = sources.ToArray(),
            SignIns = Math.Min(SignIns + (e.Published - Last < OneSignIn ? 0 : 1), MatureSignIns + 1),
            First = First ?? e.Published,
            Last = e.Published,
        };
    }

    /// <summary>What is new about an event. Okta's own behaviour detection counts where it says something.</summary>
    public Novelty NoveltyOf(Mark mark)
    {
        var (e, novelty) = (mark.Event, Stated(mark.Event));
        if (mark.IsUsual)
        {
            return Novelty.Judged;
        }

        if (IsEmpty)
        {
            return novelty;
        }

        var agent = AgentFamily.Of(e);
        var parts = Parts(e, agent) & ~KnownParts(e, agent);
        return novelty | (IsMature(e.Published) ? Novelty.Judged | parts : Early(e, parts));
    }

    /// <summary>
    /// What a short history tells. It takes many sign-ins to call a source new, but one to know it again; and what
    /// differs in everything is unlike the user already.
    /// </summary>
    private Novelty Early(OktaEvent e, Novelty parts) =>
        IsUsed(e) && (parts & (Novelty.Machine | Novelty.Agent)) == Novelty.None ? Novelty.Judged | (parts & Novelty.Ip)
        : IsUnlike(e, parts) ? Novelty.Unlike
        : Novelty.None;

    /// <summary>Whether the network of an event, in that country, has been the entity's for a day.</summary>
    private bool IsUsed(OktaEvent e) =>
        Sources.Any(x =>
            x.Asn == e.AsNumber
            && (x.Asn is not null || (x.Ip is not null && x.Ip == e.Ip))
            && Same(x.Country, e.Country)
            && e.Published - x.First >= Probation
        );

    /// <summary>
    /// Whether an event differs from every known source in network and in country or machine. A known browser abroad is
    /// a traveller's, and a phone on a new carrier of the country is nobody else's.
    /// </summary>
    private static bool IsUnlike(OktaEvent e, Novelty parts)
    {
        var others = ForeignSource.IsPhone(e) ? Novelty.Country : Novelty.Country | Novelty.Machine | Novelty.Agent;
        var isKnownMachine =
            (e.DeviceToken is not null && (parts & Novelty.DeviceToken) == Novelty.None)
            || (e.DeviceId is not null && (parts & Novelty.Device) == Novelty.None);
        return !isKnownMachine
            && (parts & (e.AsNumber is null ? Novelty.Ip : Novelty.Network)) != Novelty.None
            && (parts & others) != Novelty.None;
    }

    /// <summary>The parts an event has.</summary>
    private static Novelty Parts(OktaEvent e, string? agent) =>
        When(Novelty.Ip, e.Ip is not null)
        | When(Novelty.Network, e.AsNumber is not null)
        | When(Novelty.Country, e.Country is not null)
        | When(Novelty.DeviceToken, e.DeviceToken is not null)
        | When(Novelty.Device, e.DeviceId is not null)
        | When(Novelty.Agent, agent is not null);

    /// <summary>The parts of an event that some source has which counts as known by then.</summary>
    private Novelty KnownParts(OktaEvent e, string? agent)
    {
        var parts = Novelty.None;
        foreach (var known in Sources)
        {
            // The first source of all is known at once: there was nobody it could have been new to.
            if ((e.Published - known.First < Probation && known.First != First) || e.Published - known.Last > MaxAge)
            {
                continue;
            }

            parts |=
                When(Novelty.Ip, known.Ip == e.Ip)
                | When(Novelty.Network, known.Asn == e.AsNumber)
                | When(Novelty.Country, Same(known.Country, e.Country))
                | When(Novelty.DeviceToken, known.DeviceToken == e.DeviceToken)
                | When(Novelty.Device, known.DeviceId == e.DeviceId)
                | When(Novelty.Agent, Same(known.Agent, agent));
        }

        return parts;
    }

    private static Novelty Stated(OktaEvent e) =>
        e.OrgNew.Count == 0 && Mark.StatesNothingNew(e)
            ? When(Novelty.Judged, e.Behaviors.Count > 0)
            : When(Novelty.Judged, e.Behaviors.Count > 0)
                | When(Novelty.Ip, e.HasPositive("New IP"))
                | When(Novelty.Device | Novelty.Judged, e.HasPositive("New Device"))
                | When(Novelty.Country, e.HasPositive("New Country"))
                | When(Novelty.Network, e.HasPositive("New Geo-Location"))
                | When(Novelty.OrgNetwork, e.OrgNew.Contains("asn"))
                | When(Novelty.OrgCountry, e.OrgNew.Contains("country"));

    private static Novelty When(Novelty novelty, bool condition) => condition ? novelty : Novelty.None;

    private static bool Same(string? x, string? y) => string.Equals(x, y, StringComparison.OrdinalIgnoreCase);
}
