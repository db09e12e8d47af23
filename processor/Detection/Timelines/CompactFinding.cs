using Pipeline.Processor.Alerts;
using Pipeline.Processor.Steps;

namespace Pipeline.Processor.Detection.Timelines;

/// <summary>
/// What was said of a finding, in the compact form of states. What a field's number means never changes.
/// </summary>
internal static class CompactFinding
{
    public static void Write(StateWriter writer, EmittedFinding x)
    {
        writer.Text(1, x.RuleId);
        writer.Text(2, x.Key.Length == 0 ? null : x.Key);
        writer.Text(3, x.AlertId);
        writer.Number(4, x.Revision);
        writer.Number(5, (long)x.Severity);
        writer.Time(6, x.First);
        writer.Text(7, x.Anchor);
        writer.Time(8, x.Last);
        writer.Time(9, x.Told);
        writer.Duration(10, x.Gap);
        writer.Number(11, x.Weight);
        writer.Text(12, x.News.Length == 0 ? null : x.News);
        writer.Text(13, x.Title);
        writer.Text(14, x.Login);
        writer.Flag(15, x.OfFindings);
        writer.List(16, x.Related, Write);

        writer.Flag(17, x.IsRetracted);
        writer.End();
    }

    public static EmittedFinding Read(StateReader reader)
    {
        var finding = new EmittedFinding
        {
            RuleId = reader.RequiredText(1),
            Key = reader.Text(2) ?? "",
            AlertId = reader.RequiredText(3),
            Revision = reader.Int(4),
            Severity = (Severity)reader.Int(5),
            First = reader.Time(6),
            Anchor = reader.RequiredText(7),
            Last = reader.Time(8),
            Told = reader.Time(9),
            Gap = reader.Duration(10),
            Weight = reader.Number(11),
            News = reader.Text(12) ?? "",
            Title = reader.RequiredText(13),
            Login = reader.Text(14),
            OfFindings = reader.Flag(15),
            Related = reader.List(16, ReadEntity),
            IsRetracted = reader.Flag(17),
        };
        reader.End();
        return finding;
    }

    private static void Write(StateWriter writer, AlertEntity x)
    {
        writer.Text(1, x.Type);
        writer.Text(2, x.Id);
        writer.Text(3, x.Name);
        writer.End();
    }

    private static AlertEntity ReadEntity(StateReader reader)
    {
        var entity = new AlertEntity(reader.RequiredText(1), reader.RequiredText(2), reader.Text(3));
        reader.End();
        return entity;
    }
}
