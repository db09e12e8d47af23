using Pipeline.Processor.Steps;

namespace Pipeline.Processor.Detection.Detectors.MfaFatigue;

/// <summary>An episode in the compact form of states. What a field's number means never changes.</summary>
internal static class CompactEpisode
{
    public static void Write(StateWriter writer, Episode x)
    {
        writer.Text(1, x.Anchor);
        writer.Time(2, x.Start);
        writer.Time(3, x.Last);
        writer.Text(4, x.LastUuid);
        writer.Number(5, (long)x.Stage);
        writer.Flag(6, x.ByAnswers);
        if (x.Carried != EpisodeCounts.None)
        {
            writer.Begin(7);
            Write(writer, x.Carried);
        }

        writer.Number(8, x.OwnApprovals);
        if (x.Approval is { } approval)
        {
            writer.Begin(9);
            Write(writer, approval);
        }

        writer.Texts(10, x.FollowOns);
        writer.Texts(11, x.Apps);
        writer.List(12, x.Sources, CompactMfaSource.Write);

        writer.Texts(13, x.Sessions);
        writer.List(14, x.Evidence, CompactMfaEvidence.Write);
        writer.Number(15, x.EvidenceTotal);
        writer.Number(16, (long)x.Engine);
        writer.End();
    }

    public static Episode Read(StateReader reader)
    {
        var episode = new Episode
        {
            Anchor = reader.RequiredText(1),
            Start = reader.Time(2),
            Last = reader.Time(3),
            LastUuid = reader.RequiredText(4),
            Stage = (MfaStage)reader.Int(5),
            ByAnswers = reader.Flag(6),
            Carried = reader.Begin(7) ? ReadCounts(reader) : EpisodeCounts.None,
            OwnApprovals = reader.Int(8),
            Approval = reader.Begin(9) ? ReadApproval(reader) : null,
            FollowOns = reader.Texts(10),
            Apps = reader.Texts(11),
            Sources = reader.List(12, CompactMfaSource.Read),
            Sessions = reader.Texts(13),
            Evidence = reader.List(14, CompactMfaEvidence.Read),
            EvidenceTotal = reader.Number(15),
            Engine = (MfaEngine)reader.Int(16),
        };
        reader.End();
        return episode;
    }

    private static void Write(StateWriter writer, EpisodeCounts x)
    {
        writer.Number(1, x.Prompts);
        writer.Number(2, x.Denied);
        writer.Number(3, x.WrongNumber);
        writer.Number(4, x.Unanswered);
        writer.Number(5, x.Accepted);
        writer.Number(6, x.Foreign);
        writer.End();
    }

    private static EpisodeCounts ReadCounts(StateReader reader)
    {
        var counts = new EpisodeCounts(
            reader.Int(1),
            reader.Int(2),
            reader.Int(3),
            reader.Int(4),
            reader.Int(5),
            reader.Int(6)
        );
        reader.End();
        return counts;
    }

    private static void Write(StateWriter writer, EpisodeApproval x)
    {
        writer.Time(1, x.Time);
        writer.Text(2, x.Uuid);
        writer.Text(3, x.SessionId);
        writer.Text(4, x.Factor);
        CompactMfaSource.Write(writer, 5, x.Source);
        CompactMfaSource.Write(writer, 6, x.Phone);
        writer.Number(7, x.Negatives);
        writer.End();
    }

    private static EpisodeApproval ReadApproval(StateReader reader)
    {
        var approval = new EpisodeApproval(
            reader.Time(1),
            reader.RequiredText(2),
            reader.Text(3),
            reader.RequiredText(4),
            CompactMfaSource.Read(reader, 5),
            CompactMfaSource.Read(reader, 6),
            reader.Int(7)
        );
        reader.End();
        return approval;
    }
}
