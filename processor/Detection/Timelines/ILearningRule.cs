namespace Pipeline.Processor.Detection.Timelines;

/// <summary>A rule with a long memory of an entity.</summary>
internal interface ILearningRule : ITimelineRule
{
    /// <summary>
    /// Its memory after an event that no earlier one can precede any more; the same one if it tells nothing.
    /// </summary>
    SeenValues? Learn(SeenValues? memory, Moment moment);
}
