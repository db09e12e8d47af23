using Pipeline.Processor.Steps;

namespace Pipeline.Processor.Detection.Timelines;

/// <summary>Known sources in the compact form of states. What a field's number means never changes.</summary>
internal static class CompactHistory
{
    public static void Write(StateWriter writer, SourceHistory x)
    {
        writer.List(1, x.Sources, Write);

        writer.Number(2, x.SignIns);
        writer.Time(3, x.First);
        writer.Time(4, x.Last);
        writer.End();
    }

    public static SourceHistory Read(StateReader reader)
    {
        var history = new SourceHistory
        {
            Sources = reader.List(1, ReadSource),
            SignIns = reader.Int(2),
            First = reader.OptionalTime(3),
            Last = reader.OptionalTime(4),
        };
        reader.End();
        return history;
    }

    private static void Write(StateWriter writer, KnownSource x)
    {
        writer.Text(1, x.Ip);
        writer.Number(2, x.Asn);
        writer.Text(3, x.Country);
        writer.Number(4, x.Latitude);
        writer.Number(5, x.Longitude);
        writer.Text(6, x.Agent);
        writer.Text(7, x.DeviceToken);
        writer.Text(8, x.DeviceId);
        writer.Flag(9, x.Proxy);
        writer.Time(10, x.First);
        writer.Time(11, x.Last);
        writer.Flag(12, x.Roams);
        writer.End();
    }

    private static KnownSource ReadSource(StateReader reader)
    {
        var source = new KnownSource
        {
            Ip = reader.Text(1),
            Asn = reader.OptionalNumber(2),
            Country = reader.Text(3),
            Latitude = reader.OptionalDouble(4),
            Longitude = reader.OptionalDouble(5),
            Agent = reader.Text(6),
            DeviceToken = reader.Text(7),
            DeviceId = reader.Text(8),
            Proxy = reader.Flag(9),
            First = reader.Time(10),
            Last = reader.Time(11),
            Roams = reader.Flag(12),
        };
        reader.End();
        return source;
    }
}
