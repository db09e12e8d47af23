namespace Pipeline.Local.Simulation.Scenario;

/// <summary>An event of a scripted scene.</summary>
/// <param name="At">When it happens, from the start of the scene.</param>
/// <param name="Draft">What it says.</param>
internal sealed record ScheduledEvent(TimeSpan At, EventDraft Draft);
