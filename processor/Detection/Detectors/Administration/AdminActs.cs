using Pipeline.Processor.Events;

namespace Pipeline.Processor.Detection.Detectors.Administration;

/// <summary>Administrative acts and how much they weaken an org's defences.</summary>
internal static class AdminActs
{
    /// <summary>
    /// Acts by which somebody stays in: tokens, identity providers, impersonation, the end of the log stream.
    /// </summary>
    public static bool IsPersistence(OktaEvent e) =>
        Accounts.AccountEvents.Succeeded(e)
        && (
            e.Is("system.api_token.create")
            || Begins(e, "system.idp.lifecycle.")
            || Begins(e, "user.session.impersonation.")
            || Begins(e, "system.log_stream.lifecycle.")
            || e.Is("user.account.privilege.grant")
            || e.Is("group.privilege.grant")
        );

    /// <summary>Acts that are also everyday administration.</summary>
    public static bool IsPolicyChange(OktaEvent e) =>
        Accounts.AccountEvents.Succeeded(e)
        && (Begins(e, "policy.lifecycle.") || Begins(e, "policy.rule.") || Begins(e, "zone."));

    /// <summary>
    /// How much an act weakens the defences; 0 for other events. The scale is ours: 6 within an hour are a burst.
    /// </summary>
    public static int Weight(OktaEvent e)
    {
        if (!Accounts.AccountEvents.Succeeded(e))
        {
            return 0;
        }

        var type = e.EventType;
        if (Begins(e, "system.log_stream.lifecycle.") && IsEnd(type))
        {
            return 5;
        }

        if (e.Is("system.mfa.factor.deactivate") || IsDowngrade(e))
        {
            return 5;
        }

        if (e.Is("security.protected_action.settings.update") || e.Is("security.threat.configuration.update"))
        {
            return 4;
        }

        if (IsEnd(type) && (Begins(e, "zone.") || Begins(e, "policy.") || Begins(e, "application.policy.")))
        {
            return 3;
        }

        return Begins(e, "zone.update") || e.Is("security.behavior.settings.delete") ? 1 : 0;
    }

    /// <summary>What was done, without the object: three deleted rules are one kind of act.</summary>
    public static string Kind(OktaEvent e) => e.EventType.ToLowerInvariant();

    private static bool IsEnd(string type) =>
        type.EndsWith("deactivate", StringComparison.OrdinalIgnoreCase)
        || type.EndsWith("delete", StringComparison.OrdinalIgnoreCase)
        || type.EndsWith("rule.delete", StringComparison.OrdinalIgnoreCase);

    /// <summary>An authentication policy rule now asks for one factor instead of two.</summary>
    private static bool IsDowngrade(OktaEvent e) =>
        Begins(e, "policy.rule.")
        && e.Detail("changeDetails") is { } details
        && details.Contains("factorMode", StringComparison.OrdinalIgnoreCase)
        && details.LastIndexOf("1FA", StringComparison.OrdinalIgnoreCase)
            > details.IndexOf("2FA", StringComparison.OrdinalIgnoreCase)
        && details.Contains("2FA", StringComparison.OrdinalIgnoreCase);

    private static bool Begins(OktaEvent e, string prefix) =>
        e.EventType.StartsWith(prefix, StringComparison.OrdinalIgnoreCase);
}
