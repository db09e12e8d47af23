using Pipeline.Processor.Steps;

namespace Pipeline.Processor.Detection.Detectors.MfaFatigue;

/// <summary>The state of a user in the compact form of states. What a field's number means never changes.</summary>
internal static class CompactMfaState
{
    public static void Write(StateWriter writer, MfaFatigueState x)
    {
        if (writer.Begin(1, x.Settled.Prompts.Count))
        {
            foreach (var prompt in x.Settled.Prompts)
            {
                CompactPrompt.Write(writer, prompt);
            }
        }

        if (writer.Begin(2, x.Settled.Baseline.Count))
        {
            foreach (var source in x.Settled.Baseline)
            {
                CompactMfaSource.Write(writer, source);
            }
        }

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

        if (writer.Begin(5, x.Pending.Count))
        {
            foreach (var signal in x.Pending)
            {
                CompactMfaSignal.Write(writer, signal);
            }
        }

        if (writer.Begin(6, x.Emitted.Count))
        {
            foreach (var alert in x.Emitted)
            {
                CompactEmittedAlert.Write(writer, alert);
            }
        }

        writer.Text(7, x.Login);
        writer.Time(8, x.Due);
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
        };
        reader.End();
        return state;
    }
}
