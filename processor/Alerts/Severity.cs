namespace Pipeline.Processor.Alerts;

/// <summary>The impact if an alert is true. Ordered.</summary>
internal enum Severity
{
    Informational,
    Low,
    Medium,
    High,
    Critical,
}
