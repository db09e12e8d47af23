namespace Pipeline.Local.Simulation.Scenario;

/// <summary>The steps of a sign-in at a browser, and what follows it.</summary>
internal static class SignIn
{
    /// <param name="visit">Who and where.</param>
    /// <param name="request">Which request of the activity.</param>
    /// <param name="decision">ALLOW, CHALLENGE or DENY.</param>
    /// <param name="behaviour">What the org thinks of it.</param>
    public static EventDraft PolicyEvaluated(Visit visit, int request, string decision, Behaviour behaviour) =>
        Browser(visit, request, "policy.evaluate_sign_on", "Evaluation of sign-on policy") with
        {
            Result = decision,
            Reason = $"Sign-on policy evaluation resulted in {decision}",
            Behaviour = behaviour,
            Targets = [Targets.SignOnPolicy, Targets.SignOnRule],
        };

    /// <summary>Identity Engine logs the password as a factor.</summary>
    public static EventDraft PasswordAsFactor(Visit visit, int request) =>
        Browser(visit, request, "user.authentication.auth_via_mfa", "Authentication of user via MFA") with
        {
            Legacy = "core.user.factor.attempt_success",
            AuthenticationProvider = "FACTOR_PROVIDER",
            CredentialType = "PASSWORD",
            Debug = [("factor", "PASSWORD_AS_FACTOR"), ("factorIntent", "AUTHENTICATION")],
            Targets = [visit.Person.AsTarget(), Targets.Password],
        };

    public static EventDraft SessionStarted(Visit visit, int request, Behaviour behaviour) =>
        Browser(visit, request, "user.session.start", "User login to Okta") with
        {
            Legacy = "core.user_auth.login_success",
            CredentialType = "PASSWORD",
            Behaviour = behaviour,
            Targets = [Targets.Password, Targets.Dashboard],
        };

    /// <summary>No session id: none was started.</summary>
    public static EventDraft Failed(Visit visit, int request, string reason) =>
        Browser(visit, request, "user.session.start", "User login to Okta") with
        {
            Legacy = "core.user_auth.login_failed",
            Result = "FAILURE",
            Reason = reason,
            Session = null,
            CredentialType = "PASSWORD",
            Behaviour = Behaviour.Usual,
        };

    public static EventDraft Verified(Visit visit, int request, Behaviour behaviour) =>
        Browser(visit, request, "user.authentication.verify", "Verify user identity") with
        {
            Behaviour = behaviour,
        };

    public static EventDraft Sso(Visit visit, int request, Target app) =>
        Browser(visit, request, "user.authentication.sso", "User single sign on to app") with
        {
            Legacy = "app.auth.sso",
            RequestUri = $"/app/example/{app.Id}/sso/saml",
            Debug =
            [
                ("initiationType", "IDP_INITIATED"),
                ("signOnMode", "SAML 2.0"),
                ("authnRequestId", visit.Request(99)),
            ],
            Targets =
            [
                app,
                new Target($"0ua{visit.Person.Id[3..]}", "AppUser", visit.Person.Login, visit.Person.DisplayName),
            ],
        };

    /// <summary>An event whose client is the browser.</summary>
    public static EventDraft Browser(Visit visit, int request, string eventType, string message) =>
        new()
        {
            EventType = eventType,
            Message = message,
            Actor = visit.Person.Actor,
            Origin = visit.Browser,
            Session = visit.Session,
            Transaction = visit.Request(request),
            DeviceToken = visit.DeviceToken,
            RequestUri = visit.Person.Engine == SignInEngine.IdentityEngine ? "/idp/idx/identify" : "/api/v1/authn",
        };
}
