using System.Text.Json.Serialization;

namespace Pipeline.Processor.Detection.Detectors.MfaFatigue;

/// <summary>One question put to the user, however many devices it rang on and however many events tell of it.</summary>
internal sealed record LogicalPrompt
{
    /// <summary>Events kept per prompt; more of the same prompt are counted only.</summary>
    public const int MaxEvents = 3;

    [JsonPropertyName("f")]
    public required DateTimeOffset First { get; init; }

    [JsonPropertyName("fl")]
    public string? FlowId { get; init; }

    [JsonPropertyName("se")]
    public string? SessionId { get; init; }

    /// <summary>Who asked; null if unknown.</summary>
    [JsonPropertyName("sr")]
    public MfaSource? Source { get; init; }

    [JsonPropertyName("st"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public SourceStanding Standing { get; init; }

    [JsonPropertyName("nd"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool NewDevice { get; init; }

    /// <summary>Asked from another country than the phone that answered, or over 500 km away.</summary>
    [JsonPropertyName("fa"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool FarFromPhone { get; init; }

    /// <summary>Asked from where the phone is, and no history speaks against it.</summary>
    [JsonPropertyName("np"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool NearPhone { get; init; }

    [JsonPropertyName("ou"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public PromptOutcome Outcome { get; init; }

    /// <summary>When the outcome was decided.</summary>
    [JsonPropertyName("at")]
    public DateTimeOffset Decided { get; init; }

    /// <summary>Type of the event that decided it: Classic tells one denial in two types.</summary>
    [JsonPropertyName("by")]
    public string? DecidedBy { get; init; }

    /// <summary>How many devices it rang on; 0 for one that only its answer shows.</summary>
    [JsonPropertyName("n"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int FanOut { get; init; }

    /// <summary>The user's own, as a later approval shows: counts for nothing.</summary>
    [JsonPropertyName("ex"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Excused { get; init; }

    /// <summary>Asked while the user set a factor up; always excused.</summary>
    [JsonPropertyName("er"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsEnrolment { get; init; }

    /// <summary>Belongs to an episode, running or over; never begins another.</summary>
    [JsonPropertyName("ep"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool InEpisode { get; init; }

    [JsonPropertyName("ev")]
    public IReadOnlyList<MfaEvidenceItem> Events { get; init; } = [];

    /// <summary>About how many bytes it takes in the changelog.</summary>
    [JsonIgnore]
    public int Weight
    {
        get
        {
            var weight = 200 + StateWeight.Of(Source) + StateWeight.Of(FlowId) + StateWeight.Of(SessionId);
            foreach (var item in Events)
            {
                weight += StateWeight.Of(item);
            }

            return weight;
        }
    }

    [JsonIgnore]
    public bool IsNegative => Outcome is PromptOutcome.Denied or PromptOutcome.WrongNumber;

    [JsonIgnore]
    public bool IsUnanswered => Outcome is PromptOutcome.Timeout or PromptOutcome.Ignored;

    /// <summary>Asked by the user as far as anybody can tell.</summary>
    [JsonIgnore]
    public bool IsOwn =>
        Standing == SourceStanding.Baseline || (Standing == SourceStanding.Unknown && NearPhone && !NewDevice);

    public LogicalPrompt With(MfaEvidenceItem item) =>
        Events.Count >= MaxEvents ? this : this with { Events = [.. Events, item] };
}
