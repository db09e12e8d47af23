using System.Text;
using Pipeline.Processor.Events;

namespace Pipeline.Processor.Detection.Detectors.MfaFatigue;

/// <summary>Reads the meaning of an event for one user, or that it has none. Never throws on odd shapes.</summary>
internal static class MfaSignalReader
{
    /// <summary>Longest text kept: ids and names of Okta are shorter, hostile ones must not fill the state.</summary>
    private const int MaxText = 48;

    /// <summary>
    /// The Okta id of the user an event is about for this machine; null for system principals and nobody.
    /// </summary>
    /// <remarks>Okta itself sends pushes and resets factors: then the user is the target.</remarks>
    public static string? UserOf(OktaEvent e)
    {
        if (string.Equals(e.ActorType, "User", StringComparison.OrdinalIgnoreCase))
        {
            return IsSystem(e) ? e.Target("User")?.Id : e.ActorId;
        }

        return e.Target("User")?.Id ?? (e.ActorType is null && !IsSystem(e) ? e.ActorId : null);
    }

    public static bool Concerns(string entity, OktaEvent e) =>
        MfaEventTypes.TryKind(e.EventType, out var kind)
        && Meaning(kind, e) is not null
        && string.Equals(UserOf(e), entity, StringComparison.Ordinal);

    public static bool IsAppAccess(OktaEvent e) =>
        MfaEventTypes.TryKind(e.EventType, out var kind) && kind == MfaSignalKind.AppAccess;

    public static MfaSignal? Read(OktaEvent e, EventSource? raw)
    {
        if (!MfaEventTypes.TryKind(e.EventType, out var type) || Meaning(type, e) is not { } kind)
        {
            return null;
        }

        return new MfaSignal
        {
            Event = new MfaEvidenceItem
            {
                Uuid = Cut(e.Uuid, 64)!,
                Time = e.Published,
                EventType = Cut(e.EventType, 64)!,
                Kind = kind,
                Outcome = Cut(e.OutcomeResult, 16),
                Ip = Cut(e.Ip),
                Topic = raw?.Topic,
                Partition = raw?.Partition ?? 0,
                Offset = raw?.Offset ?? 0,
            },
            FlowId = Cut(e.AuthnRequestId),
            SessionId = Cut(e.SessionId ?? e.RootSessionId),
            Source = SourceOf(e),
            Factor = Cut(e.Factor),
            Object = Object(kind, e),
            Login = Cut(Login(e), 100),
            Engine = EngineOf(e),
            FromPhone = type is MfaSignalKind.Accepted or MfaSignalKind.Denied && IsPhone(e),
            NewDevice = e.HasPositive("New Device"),
            KnownDevice = e.Behaviors.TryGetValue("New Device", out var device) && device == "NEGATIVE",
            NewIp = e.HasPositive("New IP"),
            IsEnrolment = IsEnrolment(e),
            IsRelayed = kind == MfaSignalKind.Prompt && IsRelayed(e),
        };
    }

    private static MfaSignalKind? Meaning(MfaSignalKind type, OktaEvent e)
    {
        if (IsEnrolment(e) && type != MfaSignalKind.Prompt)
        {
            return null;
        }

        return type switch
        {
            MfaSignalKind.Prompt => e.HasResult("FAILURE") ? null : MfaSignalKind.Prompt,
            MfaSignalKind.Denied => MfaSignalKind.Denied,
            MfaSignalKind.Accepted => FactorAnswer(e),
            MfaSignalKind.SignIn => e.HasResult("SUCCESS") && EngineOf(e) != MfaEngine.IdentityEngine ? type : null,
            MfaSignalKind.FollowOn => e.HasResult("FAILURE") ? null : type,
            _ => e.HasResult("SUCCESS") ? type : null,
        };
    }

    /// <summary>The user's own set-up. Recovery stays, attackers use it.</summary>
    private static bool IsEnrolment(OktaEvent e) =>
        e.FactorIntent?.Contains("ENROLL", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>
    /// auth_via_mfa: also the password is a "factor" on Identity Engine, and the outcome alone says approved.
    /// </summary>
    private static MfaSignalKind? FactorAnswer(OktaEvent e)
    {
        if (!IsPush(e))
        {
            return e.HasResult("SUCCESS") && IsPossession(e.Factor) ? MfaSignalKind.OtherFactor : null;
        }

        if (e.HasResult("SUCCESS"))
        {
            return MfaSignalKind.Accepted;
        }

        if (e.HasResult("UNANSWERED") || e.HasResult("ABANDONED"))
        {
            return MfaSignalKind.Timeout;
        }

        if (Ends(e.NumberChallengeResponse, "_INVALID"))
        {
            return MfaSignalKind.WrongNumber;
        }

        if (Ends(e.PushResponse, "_DENY"))
        {
            return MfaSignalKind.Denied;
        }

        // Without Okta's discriminator the reason decides; an error or a failed approval is neither yes nor no.
        var undecided = e.PushResponse is null || Ends(e.PushResponse, "_NOT_APPLICABLE");
        return
            undecided
            && !Ends(e.NumberChallengeResponse, "_ERROR")
            && !Ends(e.NumberChallengeResponse, "_VALID")
            && e.OutcomeReason is { } reason
            && (
                reason.Equals("INVALID_CREDENTIALS", StringComparison.OrdinalIgnoreCase)
                || reason.Contains("rejected", StringComparison.OrdinalIgnoreCase)
            )
            ? MfaSignalKind.Denied
            : null;
    }

    private static bool IsPush(OktaEvent e) =>
        e.Factor is { } factor
            ? factor.Equals(Authentication.PushFactor, StringComparison.OrdinalIgnoreCase)
            : e.PushResponse is not null || Ends(e.NumberChallengeResponse, "_VALID");

    /// <summary>Something the user has; what somebody else can know is no approval.</summary>
    private static bool IsPossession(string? factor) =>
        factor is not null
        && !factor.Contains("PASSWORD", StringComparison.OrdinalIgnoreCase)
        && !factor.Contains("QUESTION", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Asked by an agent in front of a VPN or an old application: it names itself (Okta's RADIUS agent "Ragent"), or
    /// Okta names it as the principal it acts for.
    /// </summary>
    private static bool IsRelayed(OktaEvent e) => IsAgent(e.UserAgent) || IsAgent(e.Detail("originalPrincipal"));

    private static bool IsAgent(string? text) =>
        text is not null
        && (
            text.StartsWith("Ragent", StringComparison.OrdinalIgnoreCase)
            || text.Contains("RADIUS", StringComparison.OrdinalIgnoreCase)
            || text.Contains("LDAP", StringComparison.OrdinalIgnoreCase)
        );

    private static bool IsPhone(OktaEvent e) =>
        string.Equals(e.ClientDevice, "Mobile", StringComparison.OrdinalIgnoreCase)
        || string.Equals(e.ClientDevice, "Tablet", StringComparison.OrdinalIgnoreCase)
        || (
            e.UserAgent is { } agent
            && (
                agent.Contains("OktaVerify", StringComparison.OrdinalIgnoreCase)
                || agent.Contains("okta.mobile", StringComparison.OrdinalIgnoreCase)
                || agent.Contains("okta.android", StringComparison.OrdinalIgnoreCase)
            )
        );

    private static MfaEngine EngineOf(OktaEvent e)
    {
        if (
            e.AuthnRequestId is not null
            || e.PushResponse is not null
            || e.SessionId?.StartsWith("idx", StringComparison.Ordinal) == true
            || e.RequestUri?.StartsWith("/idp/", StringComparison.Ordinal) == true
            || e.Is(MfaEventTypes.Verify)
        )
        {
            return MfaEngine.IdentityEngine;
        }

        return
            e.Is(MfaEventTypes.ClassicDeny)
            || e.RequestUri?.StartsWith("/api/v1/authn", StringComparison.Ordinal) == true
            || e.SessionId?.StartsWith("102", StringComparison.Ordinal) == true
            ? MfaEngine.Classic
            : MfaEngine.Unknown;
    }

    private static MfaSource? SourceOf(OktaEvent e)
    {
        var source = new MfaSource
        {
            Ip = Cut(e.Ip),
            Asn = e.AsNumber is > 0 ? e.AsNumber : null,
            Country = Cut(e.Country),
            Latitude = e.Latitude is { } latitude ? Math.Round(latitude, 3) : null,
            Longitude = e.Longitude is { } longitude ? Math.Round(longitude, 3) : null,
            Agent = AgentFamily.Of(e),
            DeviceToken = Cut(e.DeviceToken, 16),
            Proxy = e.IsProxy == true,
        };
        return source.IsKnown || source.DeviceToken is not null ? source : null;
    }

    private static string? Object(MfaSignalKind kind, OktaEvent e) =>
        kind switch
        {
            MfaSignalKind.AppAccess => Cut((e.Target("AppInstance") ?? e.Target("AppUser"))?.Id),
            MfaSignalKind.FollowOn => Cut(e.EventType),
            _ => null,
        };

    private static string? Login(OktaEvent e) =>
        string.Equals(e.ActorType, "User", StringComparison.OrdinalIgnoreCase) && !IsSystem(e)
            ? e.ActorAlternateId
            : e.Target("User")?.AlternateId;

    private static bool IsSystem(OktaEvent e) =>
        string.Equals(e.ActorAlternateId, "system@okta.com", StringComparison.OrdinalIgnoreCase);

    private static bool Ends(string? text, string end) =>
        text is not null && text.EndsWith(end, StringComparison.OrdinalIgnoreCase);

    private static string? Cut(string? text, int length = MaxText)
    {
        if (text is null || (text.Length <= length && Ascii.IsValid(text)))
        {
            return text;
        }

        var cut = text.Length <= length ? text : text[..length];
        return Ascii.IsValid(cut) ? cut : Readable(cut);
    }

    /// <summary>
    /// Ids and addresses are ASCII; in names a few letters may not be, but a text must not grow sixfold in JSON.
    /// </summary>
    private static string Readable(string text)
    {
        var room = MaxText / 6;
        return string.Create(
            text.Length,
            (text, room),
            static (span, from) =>
            {
                var left = from.room;
                for (var i = 0; i < span.Length; i++)
                {
                    var letter = from.text[i];
                    var plain = char.IsAscii(letter) || (!char.IsSurrogate(letter) && left-- > 0);
                    span[i] = plain ? letter : '?';
                }
            }
        );
    }
}
