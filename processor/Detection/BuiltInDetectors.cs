using System.Collections.Frozen;
using Pipeline.Processor.Detection.Detectors.Accounts;
using Pipeline.Processor.Detection.Detectors.Administration;
using Pipeline.Processor.Detection.Detectors.Credentials;
using Pipeline.Processor.Detection.Detectors.MfaFatigue;
using Pipeline.Processor.Detection.Detectors.Phishing;
using Pipeline.Processor.Detection.Detectors.Places;
using Pipeline.Processor.Detection.Detectors.Risk;
using Pipeline.Processor.Detection.Detectors.Sessions;
using Pipeline.Processor.Detection.Timelines;
using Pipeline.Processor.Events;

namespace Pipeline.Processor.Detection;

/// <summary>The detectors that come with the program.</summary>
internal static class BuiltInDetectors
{
    /// <summary>Rules over timelines, one line each.</summary>
    public static IReadOnlyList<ITimelineRule> Rules { get; } =
    [
        new PasswordSprayRule(EntityKind.Ip),
        new PasswordSprayRule(EntityKind.Network),
        new DistributedSprayRule(),
        new CredentialStuffingRule(),
        new BruteForceRule(),
        new SuccessAfterAttackRule(),
        new LockoutStormRule(EntityKind.Ip),
        new LockoutStormRule(EntityKind.Org),
        new FlaggedSourceRule(),
        new RepeatedLockoutRule(),
        new DeclinedPhishingRule(EntityKind.User),
        new DeclinedPhishingRule(EntityKind.Ip),
        new PhishedNetworkRule(),
        new MfaCampaignRule(),
        new SessionHijackRule(),
        new DeviceTokenRule(),
        new ConcurrentSessionsRule(),
        new RapidAccessRule(),
        new DeniedAccessRule(),
        new ImpossibleTravelRule(),
        new NewSourceRule(),
        new AccumulatedRiskRule(),
        new FactorResetTakeoverRule(),
        new HelpDeskTakeoverRule(),
        new FactorNotRestoredRule(),
        new SharedEnrolmentRule(),
        new ReportedActivityRule(),
        new HelpDeskRollUpRule(),
        new GrantThenPersistenceRule(),
        new FederationTakeoverRule(),
        new ApiTokenPlaceRule(),
        new ReportedApiTokenRule(),
        new DefenceWeakeningRule(),
    ];

    /// <summary>Ids of all of them.</summary>
    public static IReadOnlySet<string> Ids { get; } =
        Rules.Select(x => x.Info.Id).Append(MfaFatigueInfo.Info.Id).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public static DetectorSet With(IDetectionOptions options) =>
        new([
            new MfaFatigueDetector(MfaFatigueTenants.Of(options)),
            .. Rules.GroupBy(x => x.Kind).Select(x => new TimelineDetector(x.Key, [.. x], options)),
        ]);
}
