namespace Pipeline.Schemas;

/// <summary>Kafka's <c>cleanup.policy</c>.</summary>
public enum CleanupPolicy
{
    Delete,
    Compact,
    CompactAndDelete,
}
