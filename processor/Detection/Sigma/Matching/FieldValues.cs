namespace Pipeline.Processor.Detection.Sigma.Matching;

/// <summary>What an event has under a field. Reused from event to event.</summary>
internal sealed class FieldValues
{
    /// <summary>The values, arrays spread out.</summary>
    public List<FieldValue> Items { get; } = [];

    /// <summary>Whether the key is there, be its value null or an empty array.</summary>
    public bool Exists { get; set; }

    /// <summary>The event these are of; see <see cref="EventFields"/>.</summary>
    internal long Generation { get; set; }
}
