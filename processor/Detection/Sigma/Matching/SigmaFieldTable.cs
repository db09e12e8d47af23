namespace Pipeline.Processor.Detection.Sigma.Matching;

/// <summary>The distinct fields of a rule set: an event's field is looked up once, however many rules ask.</summary>
internal sealed class SigmaFieldTable
{
    // By the name as written: 'a_b' and 'aB' are looked up in a different order where an event has both.
    private readonly Dictionary<string, SigmaField> _fields = new(StringComparer.Ordinal);

    public int Count => _fields.Count;

    public SigmaField Get(string name)
    {
        if (!_fields.TryGetValue(name, out var field))
        {
            field = new SigmaField(name, _fields.Count, [.. name.Split('.').Select(x => new FieldSegment(x))]);
            _fields.Add(name, field);
        }

        return field;
    }
}
