using Pipeline.Processor.Steps;

namespace Pipeline.Processor.Detection.Detectors.MfaFatigue;

/// <summary>A logical prompt in the compact form of states. What a field's number means never changes.</summary>
internal static class CompactPrompt
{
    public static void Write(StateWriter writer, LogicalPrompt x)
    {
        writer.Time(1, x.First);
        writer.Text(2, x.FlowId);
        writer.Text(3, x.SessionId);
        CompactMfaSource.Write(writer, 4, x.Source);
        writer.Number(5, (long)x.Standing);
        writer.Flag(6, x.NewDevice);
        writer.Flag(7, x.FarFromPhone);
        writer.Flag(8, x.NearPhone);
        writer.Number(9, (long)x.Outcome);
        writer.Time(10, x.Decided);
        writer.Text(11, x.DecidedBy);
        writer.Number(12, x.FanOut);
        writer.Flag(13, x.Excused);
        writer.Flag(14, x.InEpisode);
        writer.List(15, x.Events, CompactMfaEvidence.Write);
        writer.Flag(16, x.IsEnrolment);
        writer.End();
    }

    public static LogicalPrompt Read(StateReader reader)
    {
        var prompt = new LogicalPrompt
        {
            First = reader.Time(1),
            FlowId = reader.Text(2),
            SessionId = reader.Text(3),
            Source = CompactMfaSource.Read(reader, 4),
            Standing = (SourceStanding)reader.Int(5),
            NewDevice = reader.Flag(6),
            FarFromPhone = reader.Flag(7),
            NearPhone = reader.Flag(8),
            Outcome = (PromptOutcome)reader.Int(9),
            Decided = reader.Time(10),
            DecidedBy = reader.Text(11),
            FanOut = reader.Int(12),
            Excused = reader.Flag(13),
            InEpisode = reader.Flag(14),
            Events = reader.List(15, CompactMfaEvidence.Read),
            IsEnrolment = reader.Flag(16),
        };
        reader.End();
        return prompt;
    }
}
