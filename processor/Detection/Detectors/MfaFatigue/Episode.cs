using System.Text.Json.Serialization;

namespace Pipeline.Processor.Detection.Detectors.MfaFatigue;

/// <summary>One attack on one user, from its first prompt to half an hour of silence.</summary>
internal sealed record Episode
{
    public const int MaxSources = 16;
    public const int MaxFollowOns = 16;

    /// <summary>uuid of the first contributing event.</summary>
    public required string Anchor { get; init; }
    public required DateTimeOffset Start { get; init; }
    public required DateTimeOffset Last { get; init; }

    /// <summary>The event that brought it to where it is.</summary>
    public required string LastUuid { get; init; }
    public required MfaStage Stage { get; init; }

    /// <summary>The user's refusals alone make it one.</summary>
    public bool ByAnswers { get; init; }

    /// <summary>Prompts that no longer are in the ring; all of them once it is over.</summary>
    public EpisodeCounts Carried { get; init; } = EpisodeCounts.None;
    public int OwnApprovals { get; init; }
    public EpisodeApproval? Approval { get; init; }

    /// <summary>Types of what followed the approval, in order.</summary>
    public IReadOnlyList<string> FollowOns { get; init; } = [];
    public IReadOnlyList<string> Apps { get; init; } = [];

    /// <summary>Who asked, without the user's usual sources.</summary>
    public IReadOnlyList<MfaSource> Sources { get; init; } = [];
    public IReadOnlyList<string> Sessions { get; init; } = [];
    public IReadOnlyList<MfaEvidenceItem> Evidence { get; init; } = [];
    public long EvidenceTotal { get; init; }
    public MfaEngine Engine { get; init; }

    [JsonIgnore]
    public bool Accepted => Approval is not null;

    /// <summary>From when on it is over if nothing more happens.</summary>
    public DateTimeOffset Ends(MfaFatigueOptions options)
    {
        var silence = Last + options.EpisodeGap;
        return Approval is { } approval && approval.Time + options.FollowOnWindow is var follow && follow > silence
            ? follow
            : silence;
    }

    public Episode WithSource(MfaSource? source)
    {
        if (source is not { IsKnown: true } || Sources.Count >= MaxSources)
        {
            return this;
        }

        foreach (var known in Sources)
        {
            if (known.Ip == source.Ip && known.Asn == source.Asn)
            {
                return this;
            }
        }

        return this with
        {
            Sources = [.. Sources, source],
        };
    }

    public Episode WithSession(string? session) =>
        session is null || Sessions.Count >= 8 || Sessions.Contains(session, StringComparer.Ordinal)
            ? this
            : this with
            {
                Sessions = [.. Sessions, session],
            };

    public Episode WithFollowOn(string step) =>
        FollowOns.Count >= MaxFollowOns ? this : this with { FollowOns = [.. FollowOns, step] };

    public Episode WithEvidence(MfaEvidenceItem item) =>
        this with
        {
            Evidence = EvidenceList.Add(Evidence, item),
            EvidenceTotal = EvidenceTotal + 1,
            LastUuid = item.Uuid,
        };
}
