namespace Pipeline.Processor.Events;

/// <summary>
/// What detections, correlations and formats need of one System Log event, read once from its text. Immutable; knows
/// neither JSON nor Avro nor Kafka. Names follow the wire (see <c>schemas/avro/EntityEvent.avsc</c> for each field).
/// </summary>
/// <remarks>
/// Identifiers and addresses that Okta writes as <c>unknown</c>, <c>-</c>, <c>null</c> or nothing are null here: they
/// are nobody and nowhere, and two of them are never the same one.
/// </remarks>
internal sealed record OktaEvent
{
    public required string Uuid { get; init; }

    public required string EventType { get; init; }

    /// <summary>Event time, UTC.</summary>
    public required DateTimeOffset Published { get; init; }

    public string? Severity { get; init; }
    public string? DisplayMessage { get; init; }
    public string? LegacyEventType { get; init; }
    public string? OutcomeResult { get; init; }
    public string? OutcomeReason { get; init; }

    public string? ActorId { get; init; }
    public string? ActorType { get; init; }
    public string? ActorAlternateId { get; init; }
    public string? ActorDisplayName { get; init; }
    public IReadOnlyList<EventTarget> Targets { get; init; } = [];

    public string? Ip { get; init; }
    public string? UserAgent { get; init; }
    public string? Os { get; init; }
    public string? Browser { get; init; }
    public string? ClientDevice { get; init; }
    public string? Country { get; init; }
    public string? State { get; init; }
    public string? City { get; init; }

    /// <summary>Degrees; null where absent, out of range, or 0/0.</summary>
    public double? Latitude { get; init; }

    /// <summary>Degrees; null where absent, out of range, or 0/0.</summary>
    public double? Longitude { get; init; }

    public long? AsNumber { get; init; }
    public string? AsOrg { get; init; }
    public string? Isp { get; init; }
    public bool? IsProxy { get; init; }

    public string? DeviceId { get; init; }
    public string? DeviceName { get; init; }
    public bool? DeviceManaged { get; init; }

    public string? SessionId { get; init; }
    public string? RootSessionId { get; init; }
    public string? TransactionId { get; init; }
    public string? AuthnRequestId { get; init; }

    /// <summary>dtHash: hash of the browser's device token.</summary>
    public string? DeviceToken { get; init; }

    public string? CredentialType { get; init; }
    public string? IssuerId { get; init; }
    public string? Factor { get; init; }
    public string? FactorIntent { get; init; }
    public string? PushResponse { get; init; }
    public string? NumberChallengeResponse { get; init; }

    /// <summary>Upper case: LOW, MEDIUM, HIGH; null where no shape of the risk text says one.</summary>
    public string? RiskLevel { get; init; }

    public bool? ThreatSuspected { get; init; }
    public string? RequestUri { get; init; }
    public string? ApiTokenId { get; init; }

    /// <summary>client.id: the OAuth client or Okta application that acts.</summary>
    public string? ClientId { get; init; }

    /// <summary>Other members of debugData that a detection reads: see <see cref="EventDetails"/>.</summary>
    public IReadOnlyDictionary<string, string> Details { get; init; } = EmptyMap;

    /// <summary>What the whole org was never seen with before: <c>asn</c>, <c>country</c>. Set by route.</summary>
    public IReadOnlyList<string> OrgNew { get; init; } = [];

    /// <summary>Behaviour name to POSITIVE, NEGATIVE, UNKNOWN or BAD_REQUEST, from any of its three shapes.</summary>
    public IReadOnlyDictionary<string, string> Behaviors { get; init; } = EmptyMap;

    private static readonly IReadOnlyDictionary<string, string> EmptyMap = new Dictionary<string, string>(0);

    /// <summary>A detail of debugData, or null.</summary>
    public string? Detail(string key) => Details.GetValueOrDefault(key);

    /// <summary>The first target of a type; targets have no order to rely on.</summary>
    public EventTarget? Target(string type)
    {
        foreach (var target in Targets)
        {
            if (string.Equals(target.Type, type, StringComparison.OrdinalIgnoreCase))
            {
                return target;
            }
        }

        return null;
    }

    /// <summary>Whether the event is of a type; Okta's own lists vary in case (<c>Zone.update</c>).</summary>
    public bool Is(string eventType) => string.Equals(EventType, eventType, StringComparison.OrdinalIgnoreCase);

    public bool HasResult(string result) => string.Equals(OutcomeResult, result, StringComparison.OrdinalIgnoreCase);

    public bool HasPositive(string behavior) =>
        Behaviors.TryGetValue(behavior, out var result)
        && string.Equals(result, "POSITIVE", StringComparison.OrdinalIgnoreCase);
}
