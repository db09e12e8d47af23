using System.Net.Http.Headers;
using System.Text.Json;

namespace Pipeline.Producer.Okta.OAuth;

/// <summary>
/// Asks the org's own authorization server for access tokens: client credentials with a signed assertion, and a proof
/// where the org wants one.
/// </summary>
internal sealed class TokenClient(
    OrgUrl org,
    ClientAssertion assertion,
    DpopProver prover,
    DpopMode dpop,
    ServerClock clock
)
{
    private const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    /// <summary>As it is; with a proof; with a nonce; with the org's time.</summary>
    private const int MaxTries = 4;

    /// <summary>RFC 6749 lets a server leave the lifetime out; Okta's is an hour.</summary>
    private static readonly TimeSpan UnknownLife = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan MaxLife = TimeSpan.FromDays(1);

    private volatile bool _proves = dpop == DpopMode.Always;

    /// <exception cref="TokenRefusedException">The org gave none.</exception>
    /// <exception cref="HttpRequestException">There was no answer.</exception>
    public async Task<AccessToken> MintAsync(string scope, HttpMessageInvoker http, CancellationToken cancel)
    {
        for (var tries = 1; ; tries++)
        {
            var url = org.Text + "/oauth2/v1/token";
            // Fresh for each try: the org takes each assertion and each proof once.
            var signed = assertion.Sign(url);
            using var request = Request(url, scope, signed);
            var proves = _proves;
            if (proves)
            {
                prover.Prove(request, accessToken: null);
            }

            using var response = await http.SendAsync(request, cancel);
            var clockMoved = clock.Observe(response);
            var isNewNonce = prover.TakeNonce(response, atTokenEndpoint: true);
            var body = await ResponseBody.BeginningAsync(response, cancel);
            string[] secrets = [signed, .. SentSecrets.Of(request)];
            if ((int)response.StatusCode == 200)
            {
                return Token(response, body, secrets);
            }

            var refusal = TokenRefusal.Of((int)response.StatusCode, body, secrets);
            var again =
                (!proves && WantsProof(refusal))
                || (proves && isNewNonce)
                || (clockMoved && (int)response.StatusCode is 400 or 401);
            if (!again || tries == MaxTries)
            {
                throw Refused(refusal, response, secrets);
            }
        }
    }

    private static HttpRequestMessage Request(string url, string scope, string signed)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, url)
        {
            Content = new FormUrlEncodedContent([
                new("grant_type", "client_credentials"),
                new("scope", scope),
                new("client_assertion_type", AssertionType),
                new("client_assertion", signed),
            ]),
        };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Headers.UserAgent.ParseAdd(OktaHttp.Product);
        return request;
    }

    /// <summary>From the first time the org asks for a proof, it gets one.</summary>
    private bool WantsProof(OktaFailure refusal)
    {
        var wants = dpop == DpopMode.Auto && refusal.Code is "use_dpop_nonce" or "invalid_dpop_proof";
        _proves |= wants;
        return wants;
    }

    private AccessToken Token(HttpResponseMessage response, byte[] body, string[] secrets)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            var type = root.GetProperty("token_type").GetString();
            var isDpop = string.Equals(type, "DPoP", StringComparison.OrdinalIgnoreCase);
            if (dpop == DpopMode.Always && !isDpop)
            {
                throw Refused(
                    new(FailureKind.Auth, 200, "not_dpop", "The org issued a token that is not bound to our key."),
                    response,
                    secrets
                );
            }

            if (
                TokenText.Clean(root.GetProperty("access_token").GetString() ?? "") is { } value
                && (isDpop || string.Equals(type, "Bearer", StringComparison.OrdinalIgnoreCase))
            )
            {
                return new AccessToken(value, isDpop, Life(root));
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            // As below. The body may hold a token and is shown nowhere.
        }

        throw Refused(
            OktaFailure.Transient("The token endpoint's answer holds no usable token.", 200),
            response,
            secrets
        );
    }

    private static TimeSpan Life(JsonElement root)
    {
        if (
            !root.TryGetProperty("expires_in", out var given)
            || given.ValueKind != JsonValueKind.Number
            || !given.TryGetDouble(out var seconds)
        )
        {
            return UnknownLife;
        }

        return TimeSpan.FromSeconds(Math.Clamp(seconds, 0, MaxLife.TotalSeconds));
    }

    private static TokenRefusedException Refused(OktaFailure why, HttpResponseMessage response, string[] secrets) =>
        new(why, OktaHttp.RequestId(response, secrets));
}
