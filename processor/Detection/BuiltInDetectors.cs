using Pipeline.Processor.Detection.Detectors.Accounts;
using Pipeline.Processor.Detection.Detectors.Administration;
using Pipeline.Processor.Detection.Detectors.Credentials;
using Pipeline.Processor.Detection.Detectors.MfaFatigue;
using Pipeline.Processor.Detection.Timelines;

namespace Pipeline.Processor.Detection;

/// <summary>The detectors that come with the program.</summary>
internal static class BuiltInDetectors
{
    /// <summary>Rules over timelines, one line each.</summary>
    public static IReadOnlyList<ITimelineRule> Rules { get; } =
    [
        new LockoutStormRule(),
        new FactorResetTakeoverRule(),
        new HelpDeskTakeoverRule(),
        new FactorNotRestoredRule(),
        new SharedEnrolmentRule(),
        new ReportedActivityRule(),
        new HelpDeskRollUpRule(),
        new GrantThenPersistenceRule(),
        new FederationTakeoverRule(),
        new ApiTokenPlaceRule(),
        new DefenceWeakeningRule(),
    ];

    public static DetectorSet With(IDetectionOptions options) =>
        new([
            new MfaFatigueDetector(),
            .. Rules.GroupBy(x => x.Kind).Select(x => new TimelineDetector(x.Key, [.. x], options)),
        ]);
}
