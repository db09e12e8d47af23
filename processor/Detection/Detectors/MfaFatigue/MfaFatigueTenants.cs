using System.Runtime.CompilerServices;

namespace Pipeline.Processor.Detection.Detectors.MfaFatigue;

/// <summary>The options of OKTA-MFA-001 for each tenant: its own, with the lists that all detections share.</summary>
internal static class MfaFatigueTenants
{
    public static Func<string, MfaFatigueOptions> Of(IDetectionOptions options)
    {
        // A reload gives new objects, and with them new entries; the old ones go with their keys.
        var known = new ConditionalWeakTable<DetectionOptions, MfaFatigueOptions>();
        return tenant => known.GetValue(options.Of(tenant), Merge);
    }

    private static MfaFatigueOptions Merge(DetectionOptions options) =>
        options.Of<MfaFatigueOptions>(MfaAlertWriter.RuleId) with
        {
            Lateness = options.Lateness,
            AllowedUsers = options.AllowedUsers,
            AllowedNetworks = options.AllowedNetworks,
            AdminUsers = options.AdminUsers,
        };
}
