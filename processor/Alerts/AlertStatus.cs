namespace Pipeline.Processor.Alerts;

/// <summary>What a revision does to its alert.</summary>
internal enum AlertStatus
{
    New,
    Update,
    Closed,
}
