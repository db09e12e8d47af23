using Microsoft.AspNetCore.Http;
using Pipeline.Local.Simulation.Api;
using Pipeline.Local.Simulation.Scenario;

namespace Pipeline.Local.Simulation.OAuth;

/// <summary>
/// POST /oauth2/v1/token: client credentials with a signed assertion, and DPoP where wanted or required.
/// </summary>
internal sealed class TokenEndpoint(Org org)
{
    private const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private static readonly TimeSpan NonceLife = TimeSpan.FromHours(24);
    private static readonly string[] Scopes = ["okta.logs.read", "okta.users.read"];

    private readonly ClientAssertions _assertions = new(org.Options.OAuthClients, org.Time);

    public async Task AnswerAsync(HttpContext http)
    {
        if (!http.Request.HasFormContentType)
        {
            await RefuseAsync(http, 400, "invalid_request", "The body must be a form.");
            return;
        }

        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        if (form["grant_type"] != "client_credentials")
        {
            await RefuseAsync(http, 400, "unsupported_grant_type", "Only client_credentials is supported.");
            return;
        }

        if (form["client_assertion_type"] != AssertionType)
        {
            await RefuseAsync(http, 401, "invalid_client", "Only private_key_jwt is supported.");
            return;
        }

        var audience = RequestUrl.Base(http.Request);
        if (_assertions.Check(form["client_assertion"].ToString(), audience, out var client) is { } reason)
        {
            await RefuseAsync(http, 401, "invalid_client", reason);
            return;
        }

        var scopes = form["scope"].ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet();
        if (scopes.Count == 0 || !scopes.IsSubsetOf(Scopes))
        {
            await RefuseAsync(http, 400, "invalid_scope", "The scope must be of okta.logs.read and okta.users.read.");
            return;
        }

        await IssueAsync(http, client!, scopes);
    }

    private async Task IssueAsync(HttpContext http, OAuthClient client, HashSet<string> scopes)
    {
        string? thumbprint = null;
        if (client.RequireDpop || http.Request.Headers.ContainsKey("DPoP"))
        {
            var proof = org.Proofs.Check(http.Request, accessToken: null, Nonce());
            if (proof.WantsNonce)
            {
                http.Response.Headers["dpop-nonce"] = Nonce();
                await RefuseAsync(http, 400, "use_dpop_nonce", "Authorization server requires nonce in DPoP proof.");
                return;
            }

            if (proof.Thumbprint is null)
            {
                await RefuseAsync(http, 400, "invalid_dpop_proof", proof.Reason!);
                return;
            }

            thumbprint = proof.Thumbprint;
        }

        await http.Response.WriteAsJsonAsync(
            new
            {
                token_type = thumbprint is null ? "Bearer" : "DPoP",
                expires_in = (int)AccessTokens.Lifetime.TotalSeconds,
                access_token = org.Tokens.Issue(scopes, thumbprint),
                scope = string.Join(' ', scopes),
            },
            http.RequestAborted
        );
    }

    /// <summary>Changes every 24 hours.</summary>
    private string Nonce()
    {
        var day = org.Time.GetUtcNow().ToUnixTimeSeconds() / (long)NonceLife.TotalSeconds;
        return Ids.Hex(32, org.Options.Seed, (ulong)day, 41);
    }

    private static Task RefuseAsync(HttpContext http, int status, string error, string description)
    {
        http.Response.StatusCode = status;
        return http.Response.WriteAsJsonAsync(new { error, error_description = description }, http.RequestAborted);
    }
}
