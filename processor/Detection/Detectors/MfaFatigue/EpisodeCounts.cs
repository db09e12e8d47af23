namespace Pipeline.Processor.Detection.Detectors.MfaFatigue;

/// <summary>What happened in an episode, in logical prompts.</summary>
internal sealed record EpisodeCounts(
    int Prompts,
    int Denied,
    int WrongNumber,
    int Unanswered,
    int Accepted,
    int Foreign
)
{
    public static EpisodeCounts None { get; } = new(0, 0, 0, 0, 0, 0);

    public int Negatives => Denied + WrongNumber;

    public EpisodeCounts Plus(LogicalPrompt prompt) =>
        new(
            Prompts + 1,
            Denied + (prompt.Outcome == PromptOutcome.Denied ? 1 : 0),
            WrongNumber + (prompt.Outcome == PromptOutcome.WrongNumber ? 1 : 0),
            Unanswered + (prompt.IsUnanswered ? 1 : 0),
            Accepted + (prompt.Outcome == PromptOutcome.Accepted ? 1 : 0),
            Foreign + (prompt.IsOwn ? 0 : 1)
        );
}
