namespace Pipeline.Processor.Alerts;

/// <summary>Why a closed alert is closed: an attribute of it.</summary>
internal static class AlertClosing
{
    public const string Key = "closed_as";

    /// <summary>The episode is over.</summary>
    public const string Ended = "ended";

    /// <summary>Late events explained it away.</summary>
    public const string Withdrawn = "withdrawn";

    /// <summary>It goes on under the id of an earlier first event.</summary>
    public const string Superseded = "superseded";

    /// <summary>
    /// Attribute of an alert that was retracted, or lowered by an event that came late: how severe it was before.
    /// Retracted it is low, so that who counts alerts by their last severity counts what stands.
    /// </summary>
    public const string SeverityKey = "severity_before";

    /// <summary>Whether the alert should never have been: whoever counts alerts leaves it out.</summary>
    public static bool IsRetracted(Alert alert) =>
        alert.Status == AlertStatus.Closed
        && alert.Attributes.TryGetValue(Key, out var closed)
        && closed is Withdrawn or Superseded;

    /// <summary>
    /// The severity that decides who hears of a revision: who heard of an alert must hear that it is taken back.
    /// </summary>
    public static Severity Audience(Alert alert) =>
        Enum.TryParse<Severity>(alert.Attributes.GetValueOrDefault(SeverityKey), ignoreCase: true, out var told) ? told
        : IsRetracted(alert) ? Severity.Critical
        : alert.Severity;

    /// <summary>A severity as the attribute has it.</summary>
    public static string Name(Severity severity) => severity.ToString().ToLowerInvariant();
}
