namespace Pipeline.Processor.Detection.Sigma.Matching;

/// <summary>
/// A field as rules name it, resolved once per rule set: a path of keys, each matched as written first and then without
/// regard to case and underscores, so that <c>eventtype</c>, <c>event_type</c> and <c>eventType</c> are one field.
/// </summary>
internal sealed class SigmaField(string name, int index, IReadOnlyList<FieldSegment> segments)
{
    public string Name => name;

    /// <summary>Place among the fields of the rule set.</summary>
    public int Index => index;

    public IReadOnlyList<FieldSegment> Segments => segments;

    /// <summary>Whether it is the event's type, which every event has as a text.</summary>
    public bool IsEventType { get; } = segments.Count == 1 && segments[0].Loose == "eventtype";

    /// <summary>
    /// The path in lower case without underscores, e.g. <c>actor.alternateid</c>: the same for all spellings.
    /// </summary>
    public string LoosePath { get; } = string.Join('.', segments.Select(x => x.Loose));

    public bool Is(string loosePath) => LoosePath == loosePath;
}
