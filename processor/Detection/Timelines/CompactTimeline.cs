using System.Collections.Frozen;
using Pipeline.Processor.Steps;

namespace Pipeline.Processor.Detection.Timelines;

/// <summary>A timeline in the compact form of states. What a field's number means never changes.</summary>
internal static class CompactTimeline
{
    public static void Write(StateWriter writer, Timeline x)
    {
        writer.List(1, x.Marks, CompactMark.Write);

        if (x.History != SourceHistory.Empty)
        {
            writer.Begin(2);
            CompactHistory.Write(writer, x.History);
        }

        WriteMemories(writer, x.Memories);
        writer.List(4, x.Emitted, CompactFinding.Write);

        if (writer.Begin(5, x.Wakes.Count))
        {
            foreach (var (rule, time) in x.Wakes)
            {
                writer.Text(rule);
                writer.Time(time);
            }
        }

        writer.Text(6, x.Name);
        writer.Time(7, x.AdminSeen);
        writer.Time(8, x.Overflowed);
        writer.Time(9, x.Due);
        writer.End();
    }

    public static Timeline Read(StateReader reader)
    {
        var timeline = new Timeline
        {
            Marks = reader.List(1, CompactMark.Read),
            History = reader.Begin(2) ? CompactHistory.Read(reader) : SourceHistory.Empty,
            Memories = ReadMemories(reader),
            Emitted = reader.List(4, CompactFinding.Read),
            Wakes = ReadWakes(reader),
            Name = reader.Text(6),
            AdminSeen = reader.OptionalTime(7),
            Overflowed = reader.OptionalTime(8),
            Due = reader.OptionalTime(9),
        };
        reader.End();
        return timeline;
    }

    /// <summary>
    /// Rules about one entity often share a memory: it is written with the first of them, and referred to.
    /// </summary>
    private static void WriteMemories(StateWriter writer, IReadOnlyDictionary<string, SeenValues> memories)
    {
        if (!writer.Begin(3, memories.Count))
        {
            return;
        }

        var written = new List<SeenValues>(memories.Count);
        foreach (var (rule, memory) in memories)
        {
            writer.Text(rule);
            var place = written.FindIndex(x => ReferenceEquals(x, memory));
            writer.Unsigned((ulong)(place + 1));
            if (place < 0)
            {
                CompactSeen.Write(writer, memory);
            }

            written.Add(memory);
        }
    }

    private static IReadOnlyDictionary<string, SeenValues> ReadMemories(StateReader reader)
    {
        var memories = new KeyValuePair<string, SeenValues>[reader.Count(3)];
        for (var i = 0; i < memories.Length; i++)
        {
            var rule = reader.Text();
            var place = (long)reader.Unsigned() - 1;
            if (place >= i)
            {
                throw new UnreadableStateException($"The memory of {rule} is that of a rule after it.");
            }

            memories[i] = new(rule, place < 0 ? CompactSeen.Read(reader) : memories[place].Value);
        }

        return memories.Length == 0 ? Timeline.Empty.Memories : SmallMap<SeenValues>.Of(memories);
    }

    private static IReadOnlyDictionary<string, DateTimeOffset> ReadWakes(StateReader reader)
    {
        var count = reader.Count(5);
        if (count == 0)
        {
            return FrozenDictionary<string, DateTimeOffset>.Empty;
        }

        var wakes = new Dictionary<string, DateTimeOffset>(count, StringComparer.Ordinal);
        for (var i = 0; i < count; i++)
        {
            wakes[reader.Text()] = reader.Time();
        }

        return wakes;
    }
}
