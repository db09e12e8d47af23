using Pipeline.Processor.Events;
using Pipeline.Processor.Steps;

namespace Pipeline.Processor.Detection.Timelines;

/// <summary>A mark in the compact form of states. What a field's number means never changes.</summary>
internal static class CompactMark
{
    public static void Write(StateWriter writer, Mark x)
    {
        writer.Begin(1);
        CompactEvent.Write(writer, x.Event);
        writer.Text(2, x.Source.Topic);
        writer.Number(3, x.Source.Partition);
        writer.Number(4, x.Source.Offset);
        writer.Time(5, x.Until);
        writer.Number(6, (long?)x.Settled);
        writer.Flag(7, x.IsUsual);
        writer.End();
    }

    public static Mark Read(StateReader reader)
    {
        var mark = new Mark
        {
            Event = reader.Begin(1)
                ? CompactEvent.Read(reader)
                : throw new UnreadableStateException("A mark has no event."),
            Source = new EventSource(reader.RequiredText(2), reader.Int(3), reader.Number(4)),
            Until = reader.Time(5),
            Settled = (Novelty?)reader.OptionalNumber(6),
            IsUsual = reader.Flag(7),
        };
        reader.End();
        return mark;
    }
}
