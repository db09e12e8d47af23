using Pipeline.Processor.Events;

namespace Pipeline.Processor.Detection.Timelines;

/// <summary>An event of a timeline as a rule sees it.</summary>
/// <param name="Mark">The event and where it stands in the log.</param>
/// <param name="History">What its novelty is judged by while earlier events may still come.</param>
internal readonly record struct Moment(Mark Mark, SourceHistory History)
{
    public OktaEvent Event => Mark.Event;

    public DateTimeOffset Time => Mark.Time;

    /// <summary>
    /// What was new about it to the entity and the org. Judged on demand: few rules ask, and of few events.
    /// </summary>
    public Novelty Novelty => Mark.Settled ?? History.NoveltyOf(Mark);

    /// <summary>Whether any of these is new.</summary>
    public bool IsNew(Novelty parts) => (Novelty & parts) != Novelty.None;
}
