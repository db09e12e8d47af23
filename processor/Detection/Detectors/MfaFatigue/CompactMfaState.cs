using Pipeline.Processor.Steps;

namespace Pipeline.Processor.Detection.Detectors.MfaFatigue;

/// <summary>The state of a user in the compact form of states. What a field's number means never changes.</summary>
internal static class CompactMfaState
{
    public static void Write(StateWriter writer, MfaFatigueState x)
    {
        writer.List(1, x.Settled.Prompts, CompactPrompt.Write);

        writer.List(2, x.Settled.Baseline, CompactMfaSource.Write);

        if (x.Settled.Episode is { } episode)
        {
            writer.Begin(3);
            CompactEpisode.Write(writer, episode);
        }

        if (x.Frontier is { } frontier)
        {
            writer.Begin(4);
            CompactMfaEvidence.Write(writer, frontier);
        }

        writer.List(5, x.Pending, CompactMfaSignal.Write);

        writer.List(6, x.Emitted, CompactEmittedAlert.Write);

        writer.Text(7, x.Login);
        writer.Time(8, x.Due);
        writer.Time(9, x.AdminSeen);
        writer.End();
    }

    public static MfaFatigueState Read(StateReader reader)
    {
        var state = new MfaFatigueState
        {
            Settled = new MfaSnapshot
            {
                Prompts = reader.List(1, CompactPrompt.Read),
                Baseline = reader.List(2, CompactMfaSource.ReadBaseline),
                Episode = reader.Begin(3) ? CompactEpisode.Read(reader) : null,
            },
            Frontier = reader.Begin(4) ? CompactMfaEvidence.Read(reader) : null,
            Pending = reader.List(5, CompactMfaSignal.Read),
            Emitted = reader.List(6, CompactEmittedAlert.Read),
            Login = reader.Text(7),
            Due = reader.OptionalTime(8),
            AdminSeen = reader.OptionalTime(9),
        };
        reader.End();
        return state;
    }
}
