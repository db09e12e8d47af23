using System.Text.Json.Serialization;
using Pipeline.Processor.Alerts;

namespace Pipeline.Processor.Detection.Detectors.MfaFatigue;

/// <summary>What was last said about an episode. Its id is of the episode's first event.</summary>
internal sealed record EmittedAlert
{
    public required string AlertId { get; init; }
    public required string Anchor { get; init; }
    public required DateTimeOffset Start { get; init; }
    public required DateTimeOffset Last { get; init; }
    public required int Revision { get; init; }
    public required Severity Severity { get; init; }
    public required MfaStage Stage { get; init; }

    /// <summary>What it was called before a late event lowered it; null where nothing did.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Severity? Before { get; init; }

    /// <summary>The worst it was ever called.</summary>
    [JsonIgnore]
    public Severity Worst => Before > Severity ? Before.Value : Severity;

    /// <summary>Prompts it told of.</summary>
    public required int Prompts { get; init; }
    public required int FollowOns { get; init; }

    /// <summary>Providers the prompts came from.</summary>
    public required IReadOnlyList<long> Asns { get; init; }
    public required string Title { get; init; }

    /// <summary>
    /// It was superseded, and is kept only so that its revisions go on where they ended if late events revive it.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsRetracted { get; init; }

    /// <summary>Whether it is about this episode: same beginning, or no silence between them.</summary>
    public bool IsOf(Episode episode, MfaFatigueOptions options) =>
        !IsRetracted
        && (
            Anchor == episode.Anchor
            || (Start <= episode.Last + options.EpisodeGap && episode.Start <= Last + options.EpisodeGap)
        );

    /// <summary>The alert after the revision that takes it back.</summary>
    public EmittedAlert Retracted() => this with { Revision = Revision + 1, IsRetracted = true };

    public static EmittedAlert Of(Alert alert, Episode episode, EpisodeCounts counts, EmittedAlert? before) =>
        new()
        {
            AlertId = alert.AlertId,
            Anchor = before?.Anchor ?? episode.Anchor,
            Start = episode.Start,
            Last = episode.Last,
            Revision = alert.Revision,
            Severity = alert.Severity,
            Before = before?.Worst > alert.Severity ? before.Worst : null,
            Stage = episode.Stage,
            Prompts = counts.Prompts,
            FollowOns = episode.FollowOns.Count,
            Asns = RevisionPolicy.Asns(episode),
            Title = alert.Title,
        };
}
