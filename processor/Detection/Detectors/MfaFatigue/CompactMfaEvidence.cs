using Pipeline.Processor.Steps;

namespace Pipeline.Processor.Detection.Detectors.MfaFatigue;

/// <summary>Remembered events in the compact form of states. What a field's number means never changes.</summary>
internal static class CompactMfaEvidence
{
    public static void Write(StateWriter writer, MfaEvidenceItem x)
    {
        writer.Text(1, x.Uuid);
        writer.Time(2, x.Time);
        writer.Text(3, x.EventType);
        writer.Number(4, (long)x.Kind);
        writer.Text(5, x.Outcome);
        writer.Text(6, x.Ip);
        writer.Text(7, x.Topic);
        writer.Number(8, x.Partition);
        writer.Number(9, x.Offset);
        writer.Flag(10, x.Turning);
        writer.End();
    }

    public static MfaEvidenceItem Read(StateReader reader)
    {
        var item = new MfaEvidenceItem
        {
            Uuid = reader.RequiredText(1),
            Time = reader.Time(2),
            EventType = reader.RequiredText(3),
            Kind = (MfaSignalKind)reader.Int(4),
            Outcome = reader.Text(5),
            Ip = reader.Text(6),
            Topic = reader.Text(7),
            Partition = reader.Int(8),
            Offset = reader.Number(9),
            Turning = reader.Flag(10),
        };
        reader.End();
        return item;
    }
}
