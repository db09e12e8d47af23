using Pipeline.Processor.Events;

namespace Pipeline.Processor.Detection;

/// <summary>What a sign-in event means, on Classic and Identity Engine alike.</summary>
internal static class Authentication
{
    /// <summary>Okta's name of the factor that is answered on the phone.</summary>
    public const string PushFactor = "OKTA_VERIFY_PUSH";

    private const string Prefix = "user.authentication.";

    /// <summary>A credential was refused: the failure set of the credential attacks.</summary>
    public static bool IsFailure(OktaEvent e) =>
        e.HasResult("FAILURE")
        && (e.Is("user.session.start") || e.EventType.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        && e.OutcomeReason is { } reason
        && (
            Same(reason, "INVALID_CREDENTIALS")
            || Same(reason, "VERIFICATION_ERROR")
            || Same(reason, "LOCKED_OUT")
            || reason.StartsWith("INVALID_CREDENTIALS:", StringComparison.OrdinalIgnoreCase)
        )
        && e.PushResponse is null;

    /// <summary>
    /// A completed sign-in: on Identity Engine the flow was verified, on Classic the session began. Never a password
    /// alone.
    /// </summary>
    public static bool IsSignIn(OktaEvent e) =>
        e.HasResult("SUCCESS") && (e.Is("user.authentication.verify") || e.Is("user.session.start"));

    /// <summary>Whatever of a sign-in, or of the use of its session, succeeded or failed.</summary>
    public static bool IsAny(OktaEvent e) =>
        (e.HasResult("SUCCESS") || e.HasResult("FAILURE"))
        && (e.Is("user.session.start") || e.EventType.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase));

    /// <summary>The password was right; on Identity Engine that is not a sign-in yet.</summary>
    public static bool IsPasswordCorrect(OktaEvent e) =>
        e.HasResult("SUCCESS")
        && e.EventType.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
        && Same(e.Factor ?? e.CredentialType, "PASSWORD_AS_FACTOR", "PASSWORD");

    /// <summary>A factor other than the password was accepted.</summary>
    public static bool IsSecondFactor(OktaEvent e) =>
        e.HasResult("SUCCESS") && e.Is("user.authentication.auth_via_mfa") && !IsPasswordCorrect(e);

    /// <summary>The answer to a push: its client is the phone that was asked, not whoever signs in.</summary>
    public static bool IsPushAnswer(OktaEvent e) =>
        e.Is("user.authentication.auth_via_mfa") && (e.PushResponse is not null || Same(e.Factor, PushFactor));

    /// <summary>The login that was tried, in lower case: of users that Okta does not know, what was typed.</summary>
    public static string? Login(OktaEvent e) => e.ActorAlternateId?.ToLowerInvariant();

    /// <summary>One sign-in flow, which leaves several events.</summary>
    public static string Flow(OktaEvent e) => e.AuthnRequestId ?? e.TransactionId ?? e.Uuid;

    private static bool Same(string? text, string other) =>
        string.Equals(text, other, StringComparison.OrdinalIgnoreCase);

    private static bool Same(string? text, string one, string other) => Same(text, one) || Same(text, other);
}
