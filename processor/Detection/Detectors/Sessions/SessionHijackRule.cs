using Pipeline.Processor.Alerts;
using Pipeline.Processor.Detection.Timelines;
using Pipeline.Processor.Events;

namespace Pipeline.Processor.Detection.Detectors.Sessions;

/// <summary>OKTA-SESS-001: a session goes on somewhere else, on another machine: its cookie was stolen.</summary>
internal sealed class SessionHijackRule : ITimelineRule
{
    /// <summary>Less than a session's history is kept: the last revision still knows how the session began.</summary>
    private static readonly TimeSpan Gap = TimeSpan.FromHours(23);

    private static readonly string[] SelfService =
    [
        "user.mfa.factor.",
        "user.account.",
        "application.user_membership.",
        "app.oauth2.authorize.",
        "app.oauth2.as.authorize.",
    ];

    public DetectionInfo Info { get; } =
        new()
        {
            Id = "OKTA-SESS-001",
            Name = "Session hijack",
            Summary =
                "Requests of one session come from another provider and another program than those that began it.",
            Explanation =
                "The first context of a session (provider, country, system and browser without versions, device "
                + "token) is compared with every later one. Another provider together with another system or "
                + "browser, a script after a browser, or four device tokens from two addresses are a hijack. A new "
                + "address, a browser update, a flip between IPv4 and IPv6, or a phone that leaves the house change "
                + "one of these at a time. The phone that answers a push, and Okta's own clients, are not the "
                + "session's browser.",
            Techniques = ["T1539", "T1550.004"],
            Severities = "high; critical once the admin console or a token follows",
            Events =
            [
                "user.session.start",
                "user.authentication.sso",
                "policy.evaluate_sign_on",
                "user.session.access_admin_app",
                "system.api_token.create",
                "user.mfa.factor.*",
                "user.account.*",
                "application.user_membership.*",
                "app.oauth2.authorize.*",
            ],
            State = "The contexts of a session for a day after its last event.",
            FalsePositives =
            [
                "A remote browser, or a desktop app that shares the browser's session through another proxy.",
            ],
            Catalogue = [40, 42, 43, 44, 46],
            Options = typeof(SessionHijackOptions),
        };

    public string Kind => EntityKind.Session;

    public TimeSpan? Retention(string entity, OktaEvent e) => IsContext(e) ? TimeSpan.Zero : null;

    public IEnumerable<Finding> Evaluate(TimelineView view)
    {
        if (view.Moments.Count == 0 || IsOnePlace(view))
        {
            yield break;
        }

        var options = view.Options.Of<SessionHijackOptions>(Info.Id);
        var moments = view.Moments.Where(x => IsContext(x.Event)).ToArray();
        if (moments.Length == 0 || First(view, moments) is not { } first)
        {
            yield break;
        }

        var strange = moments.Where(x => IsElsewhere(first, x.Event)).ToArray();
        var tokens = Tokens(view, moments);
        var rotated = tokens.Tokens >= options.DeviceTokens && tokens.Addresses >= 2;
        if (strange.Length == 0 && !rotated)
        {
            yield break;
        }

        yield return Find(view, first, strange.Length > 0 ? strange : moments, rotated);
    }

    /// <summary>Whether provider and address never changed: nearly always, and cheap to tell.</summary>
    private static bool IsOnePlace(TimelineView view)
    {
        var first = view.Moments[0].Event;
        foreach (var moment in view.Moments)
        {
            if (moment.Event.AsNumber != first.AsNumber || moment.Event.Ip != first.Ip)
            {
                return false;
            }
        }

        foreach (var source in view.Sources.Sources)
        {
            if (source.Asn != first.AsNumber || source.Ip != first.Ip)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Requests of the browser whose session it is.</summary>
    public static bool IsContext(OktaEvent e) =>
        e.Ip is not null
        && (
            e.Is("user.session.start")
            || e.Is("user.authentication.sso")
            || e.Is("user.authentication.verify")
            || e.Is("policy.evaluate_sign_on")
            || e.Is("user.session.access_admin_app")
            || e.Is("system.api_token.create")
            || IsSelfService(e)
        )
        && !e.HasResult("FAILURE")
        && !UserAgents.IsOktas(e);

    /// <summary>
    /// What a user does in a session besides opening applications: the factor or the password is changed, a stored
    /// password shown. A phone that is being enrolled is not the browser.
    /// </summary>
    private static bool IsSelfService(OktaEvent e)
    {
        // No lambda: it is asked of every event of a session.
        foreach (var prefix in SelfService)
        {
            if (e.EventType.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            {
                return ConcernedEntities.ActingUser(e) is not null && !ForeignSource.IsPhone(e);
            }
        }

        return false;
    }

    /// <summary>The context that began the session.</summary>
    private static KnownSource? First(TimelineView view, Moment[] moments)
    {
        var known = view.Sources.Sources.MinBy(x => x.First);
        return known is not null && known.First <= moments[0].Time ? known : KnownSource.Of(moments[0].Event);
    }

    private static bool IsElsewhere(KnownSource first, OktaEvent e)
    {
        var agent = AgentFamily.Of(e);
        var otherProgram = first.Agent is not null && agent is not null && !Same(first.Agent, agent);
        var otherProvider = first.Asn is not null && e.AsNumber is not null && first.Asn != e.AsNumber;
        var otherCountry = first.Country is not null && e.Country is not null && !Same(first.Country, e.Country);
        var otherToken =
            first.DeviceToken is not null && e.DeviceToken is not null && first.DeviceToken != e.DeviceToken;
        return (otherProvider && otherProgram)
            || (otherProgram && first.Ip != e.Ip && UserAgents.IsScript(e))
            || (otherProvider && otherCountry && otherToken);
    }

    private static (int Tokens, int Addresses) Tokens(TimelineView view, Moment[] moments)
    {
        var sources = view.Sources.Sources;
        var tokens = moments
            .Select(x => x.Event.DeviceToken)
            .Concat(sources.Select(x => x.DeviceToken))
            .OfType<string>()
            .Distinct(StringComparer.Ordinal);
        var addresses = moments
            .Select(x => x.Event.Ip)
            .Concat(sources.Select(x => x.Ip))
            .OfType<string>()
            .Distinct(StringComparer.Ordinal);
        return (tokens.Count(), addresses.Count());
    }

    private static Finding Find(TimelineView view, KnownSource first, IReadOnlyList<Moment> strange, bool rotated)
    {
        var (begin, last) = (strange[0], strange[^1]);
        var powerful = strange.Any(x =>
            x.Event.Is("user.session.access_admin_app") || x.Event.Is("system.api_token.create")
        );
        var before = Text(first.Asn, first.Country, first.Ip, first.Agent);
        var after = Text(begin.Event.AsNumber, begin.Event.Country, begin.Event.Ip, AgentFamily.Of(begin.Event));
        var user = ConcernedEntities.ActingUser(begin.Event);
        var who = AlertText.Clean(begin.Event.ActorAlternateId ?? user ?? view.Entity);
        return new Finding
        {
            Anchor = begin,
            Last = last.Time,
            Gap = Gap,
            Severity = powerful ? Severity.Critical : Severity.High,
            Confidence = "high",
            Title =
                $"Session of {who} goes on from "
                + $"{AlertText.Place(begin.Event.AsNumber, begin.Event.Country, begin.Event.Ip)}",
            Narrative =
            [
                $"Session {view.Entity} of {who} began at or before {AlertText.Time(first.First)} from {before}.",
                $"At {AlertText.Time(begin.Time)} {begin.Event.EventType} of the same session came from {after}.",
                powerful
                    ? "From there the admin console was opened or an API token was made."
                    : "From there neither the admin console nor an API token was touched so far.",
            ],
            Reasons =
            [
                rotated
                    ? "many device tokens in one session"
                    : "another provider and another program than the session began with",
                .. strange.Any(x => UserAgents.IsScript(x.Event))
                    ? ["a script uses the session"]
                    : Array.Empty<string>(),
            ],
            Counts = new Dictionary<string, long> { ["requests"] = strange.Count },
            Attributes = new Dictionary<string, string> { ["context_before"] = before, ["context_after"] = after },
            Related =
            [
                .. user is null ? [] : new[] { new AlertEntity(EntityKind.User, user, begin.Event.ActorAlternateId) },
                .. begin.Event.Ip is { } ip ? [new AlertEntity(EntityKind.Ip, ip)] : Array.Empty<AlertEntity>(),
            ],
            Evidence = [.. strange.Select(x => (x, "elsewhere"))],
            Weight = strange.Count,
            News = powerful ? "powerful" : "",
        };
    }

    private static string Text(long? asn, string? country, string? ip, string? agent) =>
        $"{ip ?? "an unknown address"} in {AlertText.Place(asn, country, null) ?? "an unknown place"} with "
        + AlertText.Clean(agent ?? "an unknown program");

    private static bool Same(string x, string y) => string.Equals(x, y, StringComparison.OrdinalIgnoreCase);
}
