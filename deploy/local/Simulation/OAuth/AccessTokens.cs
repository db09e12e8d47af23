using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Pipeline.Local.Simulation.Api;

namespace Pipeline.Local.Simulation.OAuth;

/// <summary>Who may call the APIs: the API token, and the OAuth tokens that were issued. Safe for threads.</summary>
internal sealed class AccessTokens(SimulatedOrgOptions options, TimeProvider time, DpopProofs proofs)
{
    /// <summary>Okta's fixed lifetime.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Grant> _grants = new(StringComparer.Ordinal);

    /// <summary>Issues a token.</summary>
    /// <param name="scopes">What it is good for.</param>
    /// <param name="thumbprint">The key it is bound to; null for a bearer token.</param>
    public string Issue(IReadOnlySet<string> scopes, string? thumbprint)
    {
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        lock (_lock)
        {
            var now = time.GetUtcNow();
            foreach (var expired in _grants.Where(g => g.Value.Expires <= now).Select(g => g.Key).ToList())
            {
                _grants.Remove(expired);
            }

            _grants[token] = new Grant(scopes, thumbprint, now + Lifetime);
        }

        return token;
    }

    /// <summary>Checks a request's credentials.</summary>
    /// <param name="token">The token, whose quota the request counts against.</param>
    public OktaError? Check(HttpRequest request, string scope, out string token)
    {
        var words = request.Headers.Authorization.ToString().Split(' ', 2);
        token = words.Length == 2 ? words[1] : "";
        if (token.Length == 0)
        {
            return OktaError.InvalidToken;
        }

        return words[0] switch
        {
            "SSWS" when options.Token is null || options.Token == token => null,
            "Bearer" or "DPoP" => CheckGrant(request, words[0], token, scope),
            _ => OktaError.InvalidToken,
        };
    }

    private OktaError? CheckGrant(HttpRequest request, string scheme, string token, string scope)
    {
        Grant? grant;
        lock (_lock)
        {
            _grants.TryGetValue(token, out grant);
        }

        if (grant is null || grant.Expires <= time.GetUtcNow())
        {
            return OktaError.InvalidToken;
        }

        // A bound token is worth nothing without its key, and a bearer token is no DPoP token.
        var proved = grant.Thumbprint is null
            ? scheme == "Bearer"
            : scheme == "DPoP" && proofs.Check(request, token, nonce: null).Thumbprint == grant.Thumbprint;
        return !proved ? OktaError.InvalidToken
            : grant.Scopes.Contains(scope) ? null
            : OktaError.Forbidden;
    }

    private sealed record Grant(IReadOnlySet<string> Scopes, string? Thumbprint, DateTimeOffset Expires);
}
