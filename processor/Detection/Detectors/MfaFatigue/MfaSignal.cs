using System.Text.Json.Serialization;

namespace Pipeline.Processor.Detection.Detectors.MfaFatigue;

/// <summary>An event as the machine sees it.</summary>
internal sealed record MfaSignal
{
    [JsonPropertyName("ev")]
    public required MfaEvidenceItem Event { get; init; }

    /// <summary>debugData.authnRequestId: one sign-in flow.</summary>
    [JsonPropertyName("fl")]
    public string? FlowId { get; init; }

    [JsonPropertyName("se")]
    public string? SessionId { get; init; }

    [JsonPropertyName("sr")]
    public MfaSource? Source { get; init; }

    [JsonPropertyName("fa")]
    public string? Factor { get; init; }

    /// <summary>Application opened, or type of the follow-on.</summary>
    [JsonPropertyName("ob")]
    public string? Object { get; init; }

    /// <summary>Goes into the state as it arrives, not with the signal.</summary>
    [JsonIgnore]
    public string? Login { get; init; }

    [JsonPropertyName("en"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public MfaEngine Engine { get; init; }

    /// <summary>The client is the phone that answered, not the browser that asked.</summary>
    [JsonPropertyName("ph"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool FromPhone { get; init; }

    /// <summary>Okta's behaviour detection says New Device or New IP.</summary>
    [JsonPropertyName("nd"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool NewDevice { get; init; }

    [JsonPropertyName("od"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool KnownDevice { get; init; }

    [JsonPropertyName("ni"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool NewIp { get; init; }

    /// <summary>
    /// A prompt of the user's own set-up: it counts for nothing, but takes the answer that is for it, since Classic's
    /// denial does not say what it denies.
    /// </summary>
    [JsonPropertyName("er"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsEnrolment { get; init; }

    /// <summary>
    /// A prompt that a RADIUS or directory agent asked for: it asks again by itself until it is answered.
    /// </summary>
    [JsonPropertyName("re"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsRelayed { get; init; }

    [JsonIgnore]
    public MfaSignalKind Kind => Event.Kind;

    [JsonIgnore]
    public DateTimeOffset Time => Event.Time;

    [JsonIgnore]
    public bool IsNegative => Kind is MfaSignalKind.Denied or MfaSignalKind.WrongNumber;

    /// <summary>About how many bytes it takes in the changelog: what the bound of the state is counted in.</summary>
    [JsonIgnore]
    public int Weight =>
        100
        + StateWeight.Of(Event)
        + StateWeight.Of(Source)
        + StateWeight.Of(FlowId)
        + StateWeight.Of(SessionId)
        + StateWeight.Of(Factor)
        + StateWeight.Of(Object);

    /// <summary>
    /// The one order in which signals count: time, then prompts before answers before approvals, then uuid.
    /// </summary>
    public static int Compare(MfaEvidenceItem x, MfaEvidenceItem y)
    {
        var order = x.Time.CompareTo(y.Time);
        if (order == 0)
        {
            order = Rank(x.Kind).CompareTo(Rank(y.Kind));
        }

        return order != 0 ? order : string.CompareOrdinal(x.Uuid, y.Uuid);
    }

    private static int Rank(MfaSignalKind kind) =>
        kind switch
        {
            MfaSignalKind.Prompt => 0,
            MfaSignalKind.Denied or MfaSignalKind.WrongNumber or MfaSignalKind.Timeout => 1,
            MfaSignalKind.Accepted => 2,
            _ => 3,
        };
}
