namespace Pipeline.Processor.Detection.Detectors.MfaFatigue;

/// <summary>A timeline at rest. Immutable.</summary>
internal sealed record MfaSnapshot
{
    public static MfaSnapshot Empty { get; } = new();

    /// <summary>In order of their first event.</summary>
    public IReadOnlyList<LogicalPrompt> Prompts { get; init; } = [];
    public IReadOnlyList<BaselineSource> Baseline { get; init; } = [];

    public Episode? Episode { get; init; }
}
