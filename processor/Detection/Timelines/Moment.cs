using Pipeline.Processor.Events;

namespace Pipeline.Processor.Detection.Timelines;

/// <summary>An event of a timeline as a rule sees it.</summary>
/// <param name="Mark">The event and where it stands in the log.</param>
/// <param name="Novelty">What was new about it to the entity and the org.</param>
internal readonly record struct Moment(Mark Mark, Novelty Novelty)
{
    public OktaEvent Event => Mark.Event;

    public DateTimeOffset Time => Mark.Time;

    /// <summary>Whether any of these is new.</summary>
    public bool IsNew(Novelty parts) => (Novelty & parts) != Novelty.None;
}
