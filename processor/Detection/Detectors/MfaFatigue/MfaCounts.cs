using System.Runtime.InteropServices;

namespace Pipeline.Processor.Detection.Detectors.MfaFatigue;

/// <summary>
/// Exact counts over sliding windows that end at a moment and include both edges: an answer 10:00 back is in a window
/// of ten minutes, one 10:01 back is not. "Foreign" is what was not asked from a usual source of the user.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct MfaCounts
{
    public int Negatives { get; private init; }
    public int ForeignWrongNumbers { get; private init; }

    /// <summary>Refusals of prompts whose source is new to the user or far from the phone.</summary>
    public int NewSourceNegatives { get; private init; }
    public int Prompts { get; private init; }
    public int Accepts { get; private init; }
    public int ForeignPrompts { get; private init; }
    public int ForeignAccepts { get; private init; }
    public int HourNegatives { get; private init; }
    public int HourForeign { get; private init; }
    public int DayNegatives { get; private init; }

    /// <summary>Foreign prompts of which Okta itself says that nobody answered.</summary>
    public int HourTimeouts { get; private init; }

    /// <param name="prompts">Prompts of the user.</param>
    /// <param name="time">End of the windows.</param>
    /// <param name="episodeStart">Prompts of earlier episodes count no more; null if no episode runs.</param>
    /// <param name="options">Windows.</param>
    public static MfaCounts At(
        List<LogicalPrompt> prompts,
        DateTimeOffset time,
        DateTimeOffset? episodeStart,
        MfaFatigueOptions options
    )
    {
        int negatives = 0,
            wrong = 0,
            fresh = 0,
            asked = 0,
            accepts = 0,
            foreign = 0,
            foreignAccepts = 0,
            hour = 0,
            hourForeign = 0,
            hourTimeouts = 0,
            day = 0;
        foreach (var prompt in prompts)
        {
            if (prompt.Excused || (prompt.InEpisode && !(prompt.First >= episodeStart)))
            {
                continue;
            }

            var own = prompt.IsOwn;
            var decided = time - prompt.Decided;
            if (time - prompt.First <= options.BurstWindow)
            {
                asked++;
                foreign += own ? 0 : 1;
            }

            if (prompt.Outcome == PromptOutcome.Accepted && decided <= options.BurstWindow)
            {
                accepts++;
                foreignAccepts += own ? 0 : 1;
            }

            hourForeign +=
                !own && (prompt.IsNegative || prompt.IsUnanswered) && decided <= TimeSpan.FromHours(1) ? 1 : 0;
            hourTimeouts += !own && prompt.Outcome == PromptOutcome.Timeout && decided <= TimeSpan.FromHours(1) ? 1 : 0;
            if (!prompt.IsNegative)
            {
                continue;
            }

            day += decided <= TimeSpan.FromDays(1) ? 1 : 0;
            hour += decided <= TimeSpan.FromHours(1) ? 1 : 0;
            if (decided <= options.BurstWindow)
            {
                negatives++;
                wrong += prompt.Outcome == PromptOutcome.WrongNumber && !own ? 1 : 0;
                fresh += !own && (prompt.Standing == SourceStanding.New || prompt.FarFromPhone) ? 1 : 0;
            }
        }

        return new MfaCounts
        {
            Negatives = negatives,
            ForeignWrongNumbers = wrong,
            NewSourceNegatives = fresh,
            Prompts = asked,
            Accepts = accepts,
            ForeignPrompts = foreign,
            ForeignAccepts = foreignAccepts,
            HourNegatives = hour,
            HourForeign = hourForeign,
            DayNegatives = day,
            HourTimeouts = hourTimeouts,
        };
    }
}
