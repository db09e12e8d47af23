using System.Collections.Frozen;

namespace Pipeline.Processor.Detection.Detectors.MfaFatigue;

/// <summary>Event types the machine looks at, with what each may mean. One lookup rejects every other event.</summary>
internal static class MfaEventTypes
{
    public const string Prompt = "system.push.send_factor_verify_push";
    public const string ClassicDeny = "user.mfa.okta_verify.deny_push";
    public const string Factor = "user.authentication.auth_via_mfa";
    public const string Verify = "user.authentication.verify";
    public const string SessionStart = "user.session.start";
    public const string AppAccess = "user.authentication.sso";

    private static readonly FrozenDictionary<string, MfaSignalKind> Kinds = new Dictionary<string, MfaSignalKind>(
        StringComparer.OrdinalIgnoreCase
    )
    {
        [Prompt] = MfaSignalKind.Prompt,
        [ClassicDeny] = MfaSignalKind.Denied,
        [Factor] = MfaSignalKind.Accepted,
        [Verify] = MfaSignalKind.Completed,
        [SessionStart] = MfaSignalKind.SignIn,
        [AppAccess] = MfaSignalKind.AppAccess,
        ["user.mfa.factor.activate"] = MfaSignalKind.FollowOn,
        ["device.enrollment.create"] = MfaSignalKind.FollowOn,
        ["device.user.add"] = MfaSignalKind.FollowOn,
        ["user.account.update_password"] = MfaSignalKind.FollowOn,
        ["system.api_token.create"] = MfaSignalKind.FollowOn,
        ["user.account.privilege.grant"] = MfaSignalKind.FollowOn,
        ["group.privilege.grant"] = MfaSignalKind.FollowOn,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>What a type may mean; for answers to a factor the event itself decides.</summary>
    public static bool TryKind(string eventType, out MfaSignalKind kind) => Kinds.TryGetValue(eventType, out kind);
}
