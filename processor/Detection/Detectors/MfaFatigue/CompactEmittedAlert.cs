using Pipeline.Processor.Alerts;
using Pipeline.Processor.Steps;

namespace Pipeline.Processor.Detection.Detectors.MfaFatigue;

/// <summary>
/// What was said of an episode, in the compact form of states. What a field's number means never changes.
/// </summary>
internal static class CompactEmittedAlert
{
    public static void Write(StateWriter writer, EmittedAlert x)
    {
        writer.Text(1, x.AlertId);
        writer.Text(2, x.Anchor);
        writer.Time(3, x.Start);
        writer.Time(4, x.Last);
        writer.Number(5, x.Revision);
        writer.Number(6, (long)x.Severity);
        writer.Number(7, (long)x.Stage);
        writer.Number(8, x.Prompts);
        writer.Number(9, x.FollowOns);
        writer.List(10, x.Asns, static (x, number) => x.Signed(number));

        writer.Text(11, x.Title);
        writer.Flag(12, x.IsRetracted);
        writer.Number(13, (long?)x.Before);
        writer.End();
    }

    public static EmittedAlert Read(StateReader reader)
    {
        var alert = new EmittedAlert
        {
            AlertId = reader.RequiredText(1),
            Anchor = reader.RequiredText(2),
            Start = reader.Time(3),
            Last = reader.Time(4),
            Revision = reader.Int(5),
            Severity = (Severity)reader.Int(6),
            Stage = (MfaStage)reader.Int(7),
            Prompts = reader.Int(8),
            FollowOns = reader.Int(9),
            Asns = reader.List(10, static x => x.Signed()),
            Title = reader.RequiredText(11),
            IsRetracted = reader.Flag(12),
            Before = (Severity?)reader.OptionalNumber(13),
        };
        reader.End();
        return alert;
    }
}
