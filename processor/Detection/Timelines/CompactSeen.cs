using Pipeline.Processor.Steps;

namespace Pipeline.Processor.Detection.Timelines;

/// <summary>A rule's long memory in the compact form of states. What a field's number means never changes.</summary>
internal static class CompactSeen
{
    public static void Write(StateWriter writer, SeenValues x)
    {
        if (writer.Begin(1, x.Values.Count))
        {
            foreach (var (value, seen) in x.Values)
            {
                writer.Text(value);
                writer.Time(seen.First);
                writer.Time(seen.Last);
                writer.Signed(seen.Count);
            }
        }

        writer.Time(2, x.Since);
        writer.Duration(3, x.MaxAge);
        writer.End();
    }

    public static SeenValues Read(StateReader reader)
    {
        var seen = new SeenValues
        {
            Values = ReadValues(reader),
            Since = reader.OptionalTime(2),
            MaxAge = reader.Duration(3),
        };
        reader.End();
        return seen;
    }

    private static IReadOnlyDictionary<string, SeenValue> ReadValues(StateReader reader)
    {
        var values = new KeyValuePair<string, SeenValue>[reader.Count(1)];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = new(
                reader.Text(),
                new SeenValue
                {
                    First = reader.Time(),
                    Last = reader.Time(),
                    Count = checked((int)reader.Signed()),
                }
            );
        }

        return values.Length == 0 ? SeenValues.Empty.Values : SmallMap<SeenValue>.Of(values);
    }
}
