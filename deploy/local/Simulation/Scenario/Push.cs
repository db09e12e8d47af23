using System.Text;

namespace Pipeline.Local.Simulation.Scenario;

/// <summary>
/// A push and its answer. The browser that asked is the client of the prompt; the phone that of the answer.
/// </summary>
internal static class Push
{
    private static readonly ReadOnlyMemory<byte> PhoneDevice = Encoding.UTF8.GetBytes(
        """{"id":null,"name":null,"os_platform":null,"os_version":null,"managed":null,"registered":null,"device_integrator":"{\"DEVICE_IDP\":{}}"}"""
    );

    /// <param name="visit">Whose sign-in, and where the browser is.</param>
    /// <param name="request">Which request of the activity; prompt and answer of one flow share it.</param>
    /// <param name="behaviour">What the org thinks of the browser.</param>
    public static EventDraft Sent(Visit visit, int request, Behaviour behaviour) =>
        new()
        {
            EventType = "system.push.send_factor_verify_push",
            Message = "A push was sent to a user for verification",
            Actor = visit.Person.Actor,
            Origin = visit.Browser,
            Session = visit.Session,
            Transaction = visit.Request(request),
            DeviceToken = visit.DeviceToken,
            RequestUri = Uri(visit.Person.Engine),
            Debug =
            [
                ("deviceCategory", visit.Person.PhoneCategory),
                ("devicePlatform", visit.Person.PhonePlatform),
                ("factor", "OKTA_VERIFY_PUSH"),
                ("authnRequestId", Flow(visit, request)),
            ],
            Behaviour = behaviour,
            Targets = [visit.Person.AsTarget()],
        };

    public static EventDraft Approved(Visit visit, int request) =>
        Answer(
            visit,
            request,
            result: "SUCCESS",
            reason: null,
            response: visit.Person.Engine == SignInEngine.IdentityEngine ? "OV_RESPONSE_APPROVE" : null
        );

    /// <summary>The same tap on "No, it's not me" is another event type on each engine.</summary>
    public static EventDraft Denied(Visit visit, int request) =>
        visit.Person.Engine == SignInEngine.IdentityEngine
            ? Answer(visit, request, "FAILURE", "INVALID_CREDENTIALS", "OV_RESPONSE_DENY")
            : new EventDraft
            {
                EventType = "user.mfa.okta_verify.deny_push",
                Message = "User rejected Okta push verify",
                Result = "FAILURE",
                Reason = "INVALID_CREDENTIALS",
                Actor = visit.Person.Actor,
                Origin = visit.Person.Phone,
                Transaction = AnswerRequest(visit, request),
                RequestUri = Uri(SignInEngine.Classic),
                Debug =
                [
                    ("factor", "OKTA_VERIFY_PUSH"),
                    ("factorIntent", "AUTHENTICATION"),
                    ("authnRequestId", Flow(visit, request)),
                ],
                Targets = [visit.Person.AsTarget()],
            };

    private static EventDraft Answer(Visit visit, int request, string result, string? reason, string? response) =>
        new()
        {
            EventType = "user.authentication.auth_via_mfa",
            Message = "Authentication of user via MFA",
            Legacy = result == "SUCCESS" ? "core.user.factor.attempt_success" : "core.user.factor.attempt_fail",
            Result = result,
            Reason = reason,
            Actor = visit.Person.Actor,
            Origin = visit.Person.Phone,
            Device = PhoneDevice,
            Session = visit.Session,
            AuthenticationProvider = "FACTOR_PROVIDER",
            CredentialProvider = "OKTA_CREDENTIAL_PROVIDER",
            Transaction = AnswerRequest(visit, request),
            RequestUri = Uri(visit.Person.Engine),
            Debug = response is null
                ?
                [
                    ("factor", "OKTA_VERIFY_PUSH"),
                    ("factorIntent", "AUTHENTICATION"),
                    ("authnRequestId", Flow(visit, request)),
                ]
                :
                [
                    ("factor", "OKTA_VERIFY_PUSH"),
                    ("factorIntent", "AUTHENTICATION"),
                    ("authnRequestId", Flow(visit, request)),
                    ("pushOnlyResponseType", response),
                    ("pushWithNumberChallengeResponseType", "OV_WITH_CHALLENGE_RESPONSE_NOT_APPLICABLE"),
                    ("keyTypeUsedForAuthentication", "USER_VERIFYING_BIO_OR_PIN"),
                ],
            ChallengeAge = TimeSpan.FromMilliseconds(900),
            Targets = [visit.Person.AsTarget(), Targets.OktaVerify],
        };

    /// <summary>authnRequestId: the sign-in flow that a prompt and its answer belong to.</summary>
    private static string Flow(Visit visit, int request) => visit.Request(1000 + request);

    /// <summary>The phone answers in a request of its own.</summary>
    private static string AnswerRequest(Visit visit, int request) => visit.Request(2000 + request);

    private static string Uri(SignInEngine engine) =>
        engine == SignInEngine.IdentityEngine
            ? "/idp/authenticators/aut0oktaverify000001/transactions/ft0push/verify"
            : "/api/v1/authn/factors/opf0oktaverify000001/transactions/v2mst0push/verify";
}
