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

    /// <summary>Whether the alert should never have been: whoever counts alerts leaves it out.</summary>
    public static bool IsRetracted(Alert alert) =>
        alert.Status == AlertStatus.Closed
        && alert.Attributes.TryGetValue(Key, out var closed)
        && closed is Withdrawn or Superseded;
}
