using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Pipeline.Producer.Okta.OAuth;

/// <summary>
/// Asks the org's authorization server for tokens: client credentials with a signed assertion, bound to a key where the org
/// wants that. Learns the server's nonce and clock on the way.
/// </summary>
internal sealed class TokenEndpoint(
    OrgUrl org,
    OAuthClient client,
    HttpMessageInvoker http,
    DpopKey dpop,
    TimeProvider time
)
{
    private const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    /// <summary>Without a nonce, with one, with the server's clock: three refusals can each be answered once.</summary>
    private const int MaxTries = 4;

    private const int MaxBody = 64 * 1024;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AssertionLife = TimeSpan.FromMinutes(5);

    /// <summary>Less is the way of the answer, not a wrong clock.</summary>
    private static readonly TimeSpan WorthwhileSkew = TimeSpan.FromSeconds(30);

    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };
    private readonly Uri _uri = new(org.Text + "/oauth2/v1/token");
    private bool _bind = client.Dpop == DpopMode.Always;
    private string? _nonce;

    /// <summary>How far the server's clock is ahead of ours.</summary>
    public TimeSpan Skew { get; private set; }

    /// <exception cref="TokenRefusedException">The org gave none.</exception>
    public async Task<AccessToken> MintAsync(CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var timeout = new CancellationTokenSource(Timeout, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, timeout.Token);
            using var response = await SendAsync(either.Token);
            using var body = await ReadAsync(response, either.Token);
            if (response.IsSuccessStatusCode && Token(body) is { } token)
            {
                return token;
            }

            if (attempt == MaxTries || !Learn(response, Text(body, "error"), attempt))
            {
                throw new TokenRefusedException(Failure((int)response.StatusCode, body));
            }
        }
    }

    private async Task<HttpResponseMessage> SendAsync(CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _uri);
        request.Headers.Accept.Add(new("application/json"));
        request.Headers.UserAgent.ParseAdd(OktaHttp.Product);
        if (_bind)
        {
            request.Headers.Add("DPoP", dpop.Proof(HttpMethod.Post, _uri, token: null, _nonce, Skew));
        }

        request.Content = new FormUrlEncodedContent(
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["grant_type"] = "client_credentials",
                ["scope"] = string.Join(' ', client.Scopes),
                ["client_assertion_type"] = AssertionType,
                ["client_assertion"] = Assertion(),
            }
        );
        return await http.SendAsync(request, cancel);
    }

    /// <summary>A signed statement of who asks, good once and for minutes.</summary>
    private string Assertion()
    {
        var now = (time.GetUtcNow() + Skew).ToUnixTimeSeconds();
        return _handler.CreateToken(
            new SecurityTokenDescriptor
            {
                Claims = new Dictionary<string, object>(StringComparer.Ordinal)
                {
                    ["iss"] = client.ClientId,
                    ["sub"] = client.ClientId,
                    ["aud"] = _uri.AbsoluteUri,
                    ["iat"] = now,
                    ["exp"] = now + (long)AssertionLife.TotalSeconds,
                    ["jti"] = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)),
                },
                SigningCredentials = client.Key.Credentials(),
            }
        );
    }

    /// <summary>Whether a refusal taught something that makes another try worthwhile.</summary>
    private bool Learn(HttpResponseMessage response, string? error, int attempt)
    {
        var nonce = Header(response, "dpop-nonce");
        if (nonce is not null && nonce != _nonce && client.Dpop != DpopMode.Never)
        {
            (_nonce, _bind) = (nonce, true);
            return true;
        }

        if (error is "invalid_dpop_proof" or "use_dpop_nonce" && !_bind && client.Dpop != DpopMode.Never)
        {
            return _bind = true;
        }

        if (attempt < MaxTries && response.Headers.Date is { } date)
        {
            var skew = date - time.GetUtcNow();
            if ((skew - Skew).Duration() >= WorthwhileSkew)
            {
                Skew = skew;
                return true;
            }
        }

        return false;
    }

    private AccessToken? Token(JsonDocument? body)
    {
        if (Text(body, "access_token") is not { } text || TokenText.Clean(text) is null)
        {
            return null;
        }

        var seconds =
            body!.RootElement.TryGetProperty("expires_in", out var life) && life.TryGetInt32(out var given)
                ? given
                : 3600;
        // A tenth early, five minutes at most: a request that began with it must end with it.
        var margin = TimeSpan.FromSeconds(Math.Min(300, Math.Max(1, seconds / 10)));
        return new AccessToken(
            text,
            string.Equals(Text(body, "token_type"), "DPoP", StringComparison.OrdinalIgnoreCase),
            time.GetUtcNow() + TimeSpan.FromSeconds(seconds) - margin
        );
    }

    private OktaFailure Failure(int status, JsonDocument? body)
    {
        var error = Text(body, "error");
        var said = Text(body, "error_description") is { } text ? $" Okta says: {text.TrimEnd('.')}." : "";
        var hint = error switch
        {
            "invalid_client" =>
                "check Okta:Tenants:ClientId, that the public key of PrivateKeyFile is registered with the app, and its KeyId",
            "invalid_scope" or "consent_required" =>
                $"grant the app the scopes {string.Join(' ', client.Scopes)} (Applications, the app, Okta API Scopes)",
            "use_dpop_nonce" or "invalid_dpop_proof" => "the app requires DPoP: set Okta:Tenants:Dpop to Auto",
            _ => "see the app in Okta's admin console",
        };
        var kind =
            status == 429 ? FailureKind.RateLimited
            : status is 400 or 401 or 403 ? FailureKind.Auth
            : status is 404 or (>= 300 and < 400) ? FailureKind.Configuration
            : FailureKind.Transient;
        return new OktaFailure(
            kind,
            status,
            error,
            $"No access token from {org.Host}: HTTP {status} {error}.{said} Hint: {hint}."
        );
    }

    private static async Task<JsonDocument?> ReadAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        var buffer = new byte[MaxBody];
        await using var stream = await response.Content.ReadAsStreamAsync(cancel);
        var read = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancel);
        try
        {
            return JsonDocument.Parse(buffer.AsMemory(0, read));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonDocument? body, string name) =>
        body?.RootElement is { ValueKind: JsonValueKind.Object } root
        && root.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.NonValidated.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}
