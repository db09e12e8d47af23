using Pipeline.Processor.Steps;

namespace Pipeline.Processor.Detection.Detectors.MfaFatigue;

/// <summary>A signal in the compact form of states. What a field's number means never changes.</summary>
internal static class CompactMfaSignal
{
    public static void Write(StateWriter writer, MfaSignal x)
    {
        writer.Begin(1);
        CompactMfaEvidence.Write(writer, x.Event);
        writer.Text(2, x.FlowId);
        writer.Text(3, x.SessionId);
        CompactMfaSource.Write(writer, 4, x.Source);
        writer.Text(5, x.Factor);
        writer.Text(6, x.Object);
        writer.Number(7, (long)x.Engine);
        writer.Flag(8, x.FromPhone);
        writer.Flag(9, x.NewDevice);
        writer.Flag(10, x.KnownDevice);
        writer.Flag(11, x.NewIp);
        writer.Flag(12, x.IsEnrolment);
        writer.Flag(13, x.IsRelayed);
        writer.End();
    }

    public static MfaSignal Read(StateReader reader)
    {
        var signal = new MfaSignal
        {
            Event = reader.Begin(1)
                ? CompactMfaEvidence.Read(reader)
                : throw new UnreadableStateException("A signal has no event."),
            FlowId = reader.Text(2),
            SessionId = reader.Text(3),
            Source = CompactMfaSource.Read(reader, 4),
            Factor = reader.Text(5),
            Object = reader.Text(6),
            Engine = (MfaEngine)reader.Int(7),
            FromPhone = reader.Flag(8),
            NewDevice = reader.Flag(9),
            KnownDevice = reader.Flag(10),
            NewIp = reader.Flag(11),
            IsEnrolment = reader.Flag(12),
            IsRelayed = reader.Flag(13),
        };
        reader.End();
        return signal;
    }
}
