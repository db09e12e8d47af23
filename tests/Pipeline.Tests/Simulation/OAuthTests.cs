using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Pipeline.Local.Simulation;
using Pipeline.Local.Simulation.OAuth;

namespace Pipeline.Tests.Simulation;

public sealed class OAuthTests : IDisposable
{
    private const string Both = "okta.logs.read okta.users.read";

    private readonly FakeTimeProvider _time = new(new(2026, 5, 12, 8, 0, 0, TimeSpan.Zero));
    private readonly RSA _rsa = RSA.Create(2048);
    private readonly ECDsa _ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa _proofKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly HttpClient _http = new();

    public void Dispose()
    {
        _rsa.Dispose();
        _ec.Dispose();
        _proofKey.Dispose();
        _http.Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_signed_assertion_gets_a_bearer_token_for_an_hour(bool rsa)
    {
        await using var org = await StartAsync();
        var (status, token) = await AskAsync(org, Assertion(org, rsa ? _rsa : _ec), Both);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("Bearer", token.GetProperty("token_type").GetString());
        Assert.Equal(3600, token.GetProperty("expires_in").GetInt32());
        var access = token.GetProperty("access_token").GetString()!;

        Assert.Equal(HttpStatusCode.OK, await CallAsync(org, $"Bearer {access}"));
        _time.Advance(TimeSpan.FromMinutes(60));
        Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync(org, $"Bearer {access}"));
    }

    [Fact]
    public async Task Assertions_that_are_replayed_misdirected_expired_or_forged_are_refused()
    {
        await using var org = await StartAsync();
        var good = Assertion(org, _rsa);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(org, good, Both)).Status);
        using var stranger = RSA.Create(2048);
        string[] bad =
        [
            good,
            "rubbish",
            Assertion(org, _rsa, audience: org.Url.ToString()),
            Assertion(org, _rsa, life: TimeSpan.FromSeconds(-1)),
            Assertion(org, _rsa, life: TimeSpan.FromMinutes(61)),
            Assertion(org, stranger),
        ];
        foreach (var assertion in bad)
        {
            var (status, body) = await AskAsync(org, assertion, Both);
            Assert.Equal(HttpStatusCode.Unauthorized, status);
            Assert.Equal("invalid_client", body.GetProperty("error").GetString());
        }
    }

    [Fact]
    public async Task Scopes_are_known_ones_and_bound_what_may_be_read()
    {
        await using var org = await StartAsync();
        var (refused, body) = await AskAsync(org, Assertion(org, _rsa), "okta.everything");
        Assert.Equal(HttpStatusCode.BadRequest, refused);
        Assert.Equal("invalid_scope", body.GetProperty("error").GetString());

        var (_, token) = await AskAsync(org, Assertion(org, _rsa), "okta.users.read");
        var access = token.GetProperty("access_token").GetString();
        Assert.Equal(HttpStatusCode.Forbidden, await CallAsync(org, $"Bearer {access}"));
    }

    [Fact]
    public async Task Dpop_takes_a_nonce_then_a_fresh_proof_for_each_request()
    {
        await using var org = await StartAsync(requireDpop: true);
        var tokenUrl = new Uri(org.Url, "/oauth2/v1/token").ToString();
        Assert.Equal("invalid_dpop_proof", await ErrorAsync(org, proof: null));
        Assert.Equal("use_dpop_nonce", await ErrorAsync(org, Proof("POST", tokenUrl)));

        var (_, token) = await AskAsync(org, Assertion(org, _rsa), Both, Proof("POST", tokenUrl, nonce: _nonce));
        Assert.Equal("DPoP", token.GetProperty("token_type").GetString());
        var access = token.GetProperty("access_token").GetString()!;
        var logs = new Uri(org.Url, "/api/v1/logs").ToString();

        var proof = Proof("GET", logs, access);
        Assert.Equal(HttpStatusCode.OK, await CallAsync(org, $"DPoP {access}", proof));
        Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync(org, $"DPoP {access}", proof));
        Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync(org, $"Bearer {access}"));
        Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync(org, $"DPoP {access}"));
        Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync(org, $"DPoP {access}", Proof("POST", logs, access)));
        Assert.Equal(
            HttpStatusCode.Unauthorized,
            await CallAsync(org, $"DPoP {access}", Proof("GET", tokenUrl, access))
        );
        Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync(org, $"DPoP {access}", Proof("GET", logs, "other")));
        using var otherKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.Equal(
            HttpStatusCode.Unauthorized,
            await CallAsync(org, $"DPoP {access}", Proof("GET", logs, access, key: otherKey))
        );
        Assert.Equal(HttpStatusCode.OK, await CallAsync(org, $"DPoP {access}", Proof("GET", logs, access)));
    }

    private string? _nonce;

    private Task<SimulatedOrg> StartAsync(bool requireDpop = false) =>
        SimulatedOrg.StartAsync(
            new()
            {
                OAuthClients =
                [
                    new OAuthClient("rsa", _rsa.ExportSubjectPublicKeyInfoPem(), requireDpop),
                    new OAuthClient("ec", _ec.ExportSubjectPublicKeyInfoPem(), requireDpop),
                ],
            },
            _time
        );

    private string Assertion(SimulatedOrg org, AsymmetricAlgorithm key, string? audience = null, TimeSpan? life = null)
    {
        var client = key is RSA ? "rsa" : "ec";
        return JwtMint.Sign(
            key,
            [],
            new()
            {
                ["iss"] = client,
                ["sub"] = client,
                ["aud"] = audience ?? new Uri(org.Url, "/oauth2/v1/token").ToString(),
                ["exp"] = (_time.GetUtcNow() + (life ?? TimeSpan.FromMinutes(5))).ToUnixTimeSeconds(),
                ["jti"] = Guid.NewGuid().ToString(),
            }
        );
    }

    private string Proof(string method, string url, string? access = null, string? nonce = null, ECDsa? key = null)
    {
        var claims = new Dictionary<string, object>
        {
            ["htm"] = method,
            ["htu"] = url,
            ["iat"] = _time.GetUtcNow().ToUnixTimeSeconds(),
            ["jti"] = Guid.NewGuid().ToString(),
        };
        if (access is not null)
        {
            claims["ath"] = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(access)));
        }

        if (nonce is not null)
        {
            claims["nonce"] = nonce;
        }

        return JwtMint.Sign(key ?? _proofKey, JwtMint.ProofHeader(key ?? _proofKey), claims);
    }

    private async Task<string?> ErrorAsync(SimulatedOrg org, string? proof)
    {
        var (status, body) = await AskAsync(org, Assertion(org, _rsa), Both, proof);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        return body.GetProperty("error").GetString();
    }

    private async Task<(HttpStatusCode Status, JsonElement Body)> AskAsync(
        SimulatedOrg org,
        string assertion,
        string scope,
        string? proof = null
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(org.Url, "/oauth2/v1/token"));
        request.Content = new FormUrlEncodedContent(
            new Dictionary<string, string>
            {
                ["grant_type"] = "client_credentials",
                ["scope"] = scope,
                ["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                ["client_assertion"] = assertion,
            }
        );
        if (proof is not null)
        {
            request.Headers.Add("DPoP", proof);
        }

        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        _nonce = response.Headers.TryGetValues("dpop-nonce", out var values) ? values.Single() : _nonce;
        var body = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        return (response.StatusCode, JsonDocument.Parse(body).RootElement);
    }

    private async Task<HttpStatusCode> CallAsync(SimulatedOrg org, string authorization, string? proof = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(org.Url, "/api/v1/logs?limit=1"));
        request.Headers.Add("Authorization", authorization);
        if (proof is not null)
        {
            request.Headers.Add("DPoP", proof);
        }

        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }
}
