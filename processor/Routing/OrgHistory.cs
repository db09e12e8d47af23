using System.Globalization;
using System.Text.Json.Serialization;
using Pipeline.Processor.Detection;
using Pipeline.Processor.Detection.Timelines;
using Pipeline.Processor.Events;
using Pipeline.Processor.Steps;

namespace Pipeline.Processor.Routing;

/// <summary>
/// From where the people of an org sign in, and through which issuers: what is unusual for the whole org, which no
/// single user's history tells. Kept by route, since it sees all events of a tenant in their order. Immutable and
/// bounded.
/// </summary>
internal sealed record OrgHistory
{
    /// <summary>First part of the keys of these states.</summary>
    public const string Prefix = "org-history";

    /// <summary>More providers than most orgs have; the one not seen for longest goes.</summary>
    private const int MaxValues = 2_000;

    /// <summary>Until so many sign-ins or days nothing is unusual.</summary>
    private const int MatureSignIns = 200;

    private static readonly TimeSpan MatureAge = TimeSpan.FromDays(7);

    /// <summary>New for its first day, so that the order of arrival within the lateness hardly matters.</summary>
    private static readonly TimeSpan Probation = TimeSpan.FromDays(1);

    private static readonly TimeSpan MaxAge = TimeSpan.FromDays(180);

    [JsonIgnore]
    public static IStateCodec Codec { get; } = new JsonStateCodec<OrgHistory>(RoutingJson.Default.OrgHistory);

    public static OrgHistory Empty { get; } = new();

    /// <summary>Sign-ins, counted up to maturity.</summary>
    public int SignIns { get; init; }

    /// <summary>Providers, countries and issuers, as <c>asn:64500</c>.</summary>
    public SeenValues Seen { get; init; } = SeenValues.Empty;

    public static string Key(string tenant) => $"{Prefix}|{tenant}";

    /// <summary>What an event has that the org is not used to: <c>asn</c>, <c>country</c>, <c>issuer</c>.</summary>
    public IReadOnlyList<string> NewIn(OktaEvent e)
    {
        if (!Teaches(e))
        {
            return [];
        }

        List<string>? found = null;
        var mature = SignIns >= MatureSignIns || e.Published - Seen.Since >= MatureAge;
        foreach (var (kind, value) in Values(e))
        {
            // An issuer stands for a federation somebody set up: there is nothing to learn before the first is
            // remarkable.
            if ((mature || kind == Issuer) && !Seen.Knows(value, e.Published - Probation))
            {
                (found ??= []).Add(kind);
            }
        }

        return found ?? (IReadOnlyList<string>)[];
    }

    /// <summary>The history with an event; the same one if it tells nothing that is worth a write.</summary>
    public OrgHistory Learn(OktaEvent e)
    {
        if (!Teaches(e))
        {
            return this;
        }

        var next = SignIns < MatureSignIns ? this with { SignIns = SignIns + 1 } : this;
        foreach (var (_, value) in Values(e))
        {
            if (!next.Seen.Values.TryGetValue(value, out var seen) || e.Published - seen.Last >= Probation)
            {
                next = next with { Seen = next.Seen.Learn(value, e.Published, MaxAge, MaxValues) };
            }
        }

        return next;
    }

    private const string Issuer = "issuer";

    /// <summary>Completed sign-ins, and sign-ins through somebody else's identity provider.</summary>
    private static bool Teaches(OktaEvent e) =>
        Authentication.IsSignIn(e)
        || (
            e.HasResult("SUCCESS")
            && (
                e.Is("user.authentication.auth_via_IDP")
                || e.Is("user.authentication.auth_via_inbound_SAML")
                || e.Is("user.authentication.auth_via_social")
            )
        );

    private static IEnumerable<(string Kind, string Value)> Values(OktaEvent e)
    {
        if (e.AsNumber is { } asn)
        {
            yield return ("asn", "asn:" + asn.ToString(CultureInfo.InvariantCulture));
        }

        if (e.Country is { } country)
        {
            yield return ("country", "country:" + country.ToUpperInvariant());
        }

        if (e.IssuerId is { } issuer && !Authentication.IsSignIn(e))
        {
            yield return (Issuer, "issuer:" + issuer);
        }
    }
}
