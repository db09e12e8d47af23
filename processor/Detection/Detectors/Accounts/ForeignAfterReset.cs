using Pipeline.Processor.Detection.Timelines;
using Pipeline.Processor.Events;

namespace Pipeline.Processor.Detection.Detectors.Accounts;

/// <summary>
/// Whether what follows a reset comes from somebody else: the judgement that both takeovers by the help desk share.
/// </summary>
internal static class ForeignAfterReset
{
    /// <summary>
    /// Foreign to the user; with too short a history to tell, in another country than the help desk and no source of
    /// the user before.
    /// </summary>
    /// <param name="view">The user.</param>
    /// <param name="moment">What came after the reset.</param>
    /// <param name="reset">The reset, by whoever did it.</param>
    /// <param name="begin">When the chain began.</param>
    public static bool Is(TimelineView view, Moment moment, OktaEvent reset, DateTimeOffset begin) =>
        ForeignSource.IsAtOnce(moment)
        || (
            !moment.IsNew(Novelty.Judged)
            && !OwnSource.Was(view, moment.Event, begin)
            && IsElsewhere(moment.Event, reset)
        );

    private static bool IsElsewhere(OktaEvent e, OktaEvent reset) =>
        e.Country is { } country
        && reset.Country is { } desk
        && !string.Equals(country, desk, StringComparison.OrdinalIgnoreCase);
}
