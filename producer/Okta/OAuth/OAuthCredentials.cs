using System.Net.Http.Headers;

namespace Pipeline.Producer.Okta.OAuth;

/// <summary>
/// A service app of the org: OAuth 2.0 client credentials with <c>private_key_jwt</c>, bound to a key (DPoP) where the
/// org wants it.
/// </summary>
internal sealed class OAuthCredentials : IOktaCredentials
{
    public const string LogsScope = "okta.logs.read";
    public const string UsersScope = "okta.users.read";

    private readonly string _clientId;
    private readonly SigningKeyFile _key;
    private readonly ServerClock _clock;
    private readonly DpopProver _prover;
    private readonly TokenCache _logs;
    private readonly TokenCache _users;

    public OAuthCredentials(OrgUrl org, string clientId, SigningKeyFile key, DpopMode dpop, TimeProvider time)
    {
        _clientId = clientId;
        _key = key;
        _clock = new ServerClock(time);
        _prover = new DpopProver(org, _clock);
        var client = new TokenClient(org, new ClientAssertion(clientId, key, _clock), _prover, dpop, _clock);
        // A token for each scope: an app that may not list users still collects.
        _logs = new TokenCache(LogsScope, client, time);
        _users = new TokenCache(UsersScope, client, time);
    }

    public async ValueTask AuthorizeAsync(HttpRequestMessage request, HttpMessageInvoker http, CancellationToken cancel)
    {
        var token = await CacheOf(request).CurrentAsync(http, cancel);
        request.Headers.Authorization = new AuthenticationHeaderValue(token.IsDpop ? "DPoP" : "Bearer", token.Value);
        if (token.IsDpop)
        {
            _prover.Prove(request, token.Value);
        }
    }

    public bool IsWorthRetrying(HttpRequestMessage request, HttpResponseMessage response)
    {
        _clock.Observe(response);
        var isNewNonce = _prover.TakeNonce(response, atTokenEndpoint: false);
        var sent = request.Headers.Authorization;
        switch ((int)response.StatusCode)
        {
            case 400 or 401 when isNewNonce && sent?.Scheme == "DPoP":
                return true;
            case 401:
                return CacheOf(request).Refused(sent?.Parameter);
            case 403:
                // A scope granted from now on is in the next token only; asked for at the slow pace of refusals.
                CacheOf(request).Refused(sent?.Parameter);
                return false;
            case 200:
                CacheOf(request).Accepted(sent?.Parameter);
                return false;
            default:
                return false;
        }
    }

    public string Version => _key.Version;

    public string Advice(int status) =>
        status == 403
            ? $"Grant the app {_clientId} the scope {LogsScope} ({UsersScope} to count licences) and assign it an "
                + "admin role such as Read-only Administrator: Okta asks for both."
            : $"Check that the app {_clientId} is active, that the public key of PrivateKeyFile is registered with it "
                + $"under KeyId, that it is granted {LogsScope}, and that Dpop is what the app requires.";

    public override string ToString() => $"OAuth client {_clientId}, {_key}";

    private TokenCache CacheOf(HttpRequestMessage request) =>
        request.RequestUri!.AbsolutePath.StartsWith("/api/v1/users", StringComparison.Ordinal) ? _users : _logs;
}
