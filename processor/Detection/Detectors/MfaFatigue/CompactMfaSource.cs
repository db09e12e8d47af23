using Pipeline.Processor.Steps;

namespace Pipeline.Processor.Detection.Detectors.MfaFatigue;

/// <summary>Sources in the compact form of states. What a field's number means never changes.</summary>
internal static class CompactMfaSource
{
    public static void Write(StateWriter writer, int field, MfaSource? x)
    {
        if (x is null)
        {
            return;
        }

        writer.Begin(field);
        Write(writer, x);
    }

    public static void Write(StateWriter writer, MfaSource x)
    {
        writer.Text(1, x.Ip);
        writer.Number(2, x.Asn);
        writer.Text(3, x.Country);
        writer.Number(4, x.Latitude);
        writer.Number(5, x.Longitude);
        writer.Text(6, x.Agent);
        writer.Text(7, x.DeviceToken);
        writer.Flag(8, x.Proxy);
        writer.End();
    }

    public static void Write(StateWriter writer, BaselineSource x)
    {
        Write(writer, 1, x.Source);
        writer.Time(2, x.Since);
        writer.Time(3, x.Last);
        writer.End();
    }

    public static MfaSource? Read(StateReader reader, int field) => reader.Begin(field) ? Read(reader) : null;

    public static MfaSource Read(StateReader reader)
    {
        var source = new MfaSource
        {
            Ip = reader.Text(1),
            Asn = reader.OptionalNumber(2),
            Country = reader.Text(3),
            Latitude = reader.OptionalDouble(4),
            Longitude = reader.OptionalDouble(5),
            Agent = reader.Text(6),
            DeviceToken = reader.Text(7),
            Proxy = reader.Flag(8),
        };
        reader.End();
        return source;
    }

    public static BaselineSource ReadBaseline(StateReader reader)
    {
        var source = new BaselineSource
        {
            Source = Read(reader, 1) ?? throw new UnreadableStateException("A usual source is nowhere."),
            Since = reader.Time(2),
            Last = reader.Time(3),
        };
        reader.End();
        return source;
    }
}
