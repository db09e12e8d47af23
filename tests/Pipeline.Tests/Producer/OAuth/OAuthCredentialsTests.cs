using System.Net;
using System.Security.Cryptography;
using Pipeline.Producer.Okta;
using Pipeline.Producer.Okta.OAuth;

namespace Pipeline.Tests.Producer.OAuth;

public sealed class OAuthCredentialsTests : IDisposable
{
    private const string Logs = "/api/v1/logs";
    private const string TokenPath = "/oauth2/v1/token";

    private readonly RSA _rsa = RSA.Create(2048);

    public void Dispose() => _rsa.Dispose();

    [Theory]
    [InlineData("RS256")]
    [InlineData("RS384")]
    [InlineData("RS512")]
    [InlineData("ES256")]
    [InlineData("ES384")]
    [InlineData("ES512")]
    public async Task Each_algorithm_of_Okta_gets_a_token(string algorithm)
    {
        using AsymmetricAlgorithm key = algorithm switch
        {
            "ES256" => ECDsa.Create(ECCurve.NamedCurves.nistP256),
            "ES384" => ECDsa.Create(ECCurve.NamedCurves.nistP384),
            "ES512" => ECDsa.Create(ECCurve.NamedCurves.nistP521),
            _ => RSA.Create(2048),
        };
        string? assertion = null;
        await using var rig = await OAuthRig.StartAsync(key, algorithm: algorithm);
        rig.Http.Answer = request =>
        {
            assertion ??= request.Content is { } form
                ? System.Web.HttpUtility.ParseQueryString(form.ReadAsStringAsync().GetAwaiter().GetResult())[
                    "client_assertion"
                ]
                : null;
            return null;
        };
        Assert.Equal(200, (await rig.AskAsync()).Status);
        Assert.Equal(algorithm, WatchedHttp.Part(assertion!, 0).GetProperty("alg").GetString());
        Assert.Equal("kid1", WatchedHttp.Part(assertion!, 0).GetProperty("kid").GetString());
    }

    [Fact]
    public async Task A_token_is_asked_for_once_whoever_waits_and_used_for_its_life()
    {
        await using var rig = await OAuthRig.StartAsync(_rsa);
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => rig.AskAsync()));
        Assert.All(answers, x => Assert.Equal(200, x.Status));
        Assert.Equal(1, rig.Http.TokenRequests);
        rig.Time.Advance(TimeSpan.FromMinutes(54));
        Assert.Equal(200, (await rig.AskAsync()).Status);
        Assert.Equal(1, rig.Http.TokenRequests);
        // Renewed before its end, so that no request is refused.
        rig.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(200, (await rig.AskAsync()).Status);
        Assert.Equal(2, rig.Http.TokenRequests);
        Assert.DoesNotContain(401, rig.Org.State.Requests.ByStatus().Keys);
    }

    [Fact]
    public async Task A_failed_renewal_keeps_the_token_while_it_is_good()
    {
        await using var rig = await OAuthRig.StartAsync(_rsa);
        await rig.AskAsync();
        rig.Time.Advance(TimeSpan.FromMinutes(56));
        rig.Http.Answer = x =>
            x.RequestUri!.AbsolutePath == TokenPath
                ? new(HttpStatusCode.ServiceUnavailable) { Content = new StringContent("") }
                : null;
        Assert.Equal(200, (await rig.AskAsync()).Status);
        Assert.Equal(200, (await rig.AskAsync()).Status);
        Assert.Equal(2, rig.Http.TokenRequests);
        rig.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(FailureKind.Transient, (await rig.AskAsync()).Failure!.Kind);
    }

    [Fact]
    public async Task A_refused_token_is_replaced_once()
    {
        await using var rig = await OAuthRig.StartAsync(_rsa);
        await rig.AskAsync();
        var refusals = 1;
        rig.Http.Answer = x => x.RequestUri!.AbsolutePath == Logs && refusals-- > 0 ? Refusal() : null;
        Assert.Equal(200, (await rig.AskAsync()).Status);
        Assert.Equal(2, rig.Http.TokenRequests);

        refusals = 100;
        Assert.Equal(FailureKind.Auth, (await rig.AskAsync()).Failure!.Kind);
        Assert.Equal(3, rig.Http.TokenRequests);
        // From then on one token a try, and tries are slow.
        Assert.Equal(FailureKind.Auth, (await rig.AskAsync()).Failure!.Kind);
        Assert.Equal(4, rig.Http.TokenRequests);
        refusals = 0;
        Assert.Equal(200, (await rig.AskAsync()).Status);
    }

    [Fact]
    public async Task Users_have_a_token_of_their_own_scope()
    {
        await using var rig = await OAuthRig.StartAsync(_rsa);
        Assert.Equal(200, (await rig.AskAsync()).Status);
        Assert.Equal(200, (await rig.AskAsync("/api/v1/users?limit=1")).Status);
        Assert.Equal(2, rig.Http.TokenRequests);
        Assert.Equal(
            2,
            rig.Http.Sent.Where(x => x.Authorization is not null).Select(x => x.Authorization).Distinct().Count()
        );
    }

    [Fact]
    public async Task A_changed_key_is_used_for_the_next_token()
    {
        using var stranger = RSA.Create(2048);
        await using var rig = await OAuthRig.StartAsync(_rsa, text: stranger.ExportRSAPrivateKeyPem());
        var refused = await rig.AskAsync();
        Assert.Equal((FailureKind.Auth, "invalid_client"), (refused.Failure!.Kind, refused.Failure.Code));
        await File.WriteAllTextAsync(rig.KeyFile, _rsa.ExportRSAPrivateKeyPem(), TestContext.Current.CancellationToken);
        Assert.Equal(200, (await rig.AskAsync()).Status);
    }

    [Theory]
    [InlineData(-120, false)]
    [InlineData(120, false)]
    [InlineData(-120, true)]
    public async Task A_wrong_clock_is_corrected_by_the_orgs(int minutes, bool requireDpop)
    {
        await using var rig = await OAuthRig.StartAsync(_rsa, requireDpop, skew: TimeSpan.FromMinutes(minutes));
        Assert.Equal(200, (await rig.AskAsync()).Status);
        Assert.Equal(200, (await rig.AskAsync()).Status);
    }

    [Fact]
    public async Task Dpop_is_switched_on_by_the_org_and_proves_each_request_afresh()
    {
        await using var rig = await OAuthRig.StartAsync(_rsa, requireDpop: true);
        Assert.Equal(200, (await rig.AskAsync()).Status);
        Assert.Equal(200, (await rig.AskAsync()).Status);
        Assert.Equal(3, rig.Http.TokenRequests);
        Assert.Equal([false, true, true], rig.Http.Proofs(TokenPath).Select(x => x is not null));
        var proofs = rig.Http.Proofs(Logs).Select(WatchedHttp.Claims).ToList();
        Assert.Equal(2, proofs.Select(x => x.GetProperty("jti").GetString()).Distinct().Count());
        Assert.All(proofs, x => Assert.Equal(rig.Url.Text + Logs, x.GetProperty("htu").GetString()));
        Assert.All(
            rig.Http.Sent.Where(x => x.Path == Logs),
            x => Assert.StartsWith("DPoP ", x.Authorization, StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    public async Task A_nonce_the_api_asks_for_is_in_the_next_proof_and_rotates(int status)
    {
        await using var rig = await OAuthRig.StartAsync(_rsa, requireDpop: true);
        foreach (var nonce in (string[])["nonce1", "nonce2"])
        {
            var asked = false;
            rig.Http.Answer = x =>
            {
                if (asked || x.RequestUri!.AbsolutePath != Logs)
                {
                    return null;
                }

                asked = true;
                var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent("") };
                response.Headers.Add("DPoP-Nonce", nonce);
                return response;
            };
            Assert.Equal(200, (await rig.AskAsync()).Status);
            Assert.Equal(nonce, WatchedHttp.Claims(rig.Http.Proofs(Logs).Last()).GetProperty("nonce").GetString());
        }

        Assert.Equal(3, rig.Http.TokenRequests);
    }

    [Fact]
    public async Task Without_dpop_an_org_that_wants_it_refuses_and_with_it_a_bearer_token_is_refused()
    {
        await using var never = await OAuthRig.StartAsync(_rsa, requireDpop: true, dpop: DpopMode.Never);
        Assert.Equal("invalid_dpop_proof", (await never.AskAsync()).Failure!.Code);
        await using var always = await OAuthRig.StartAsync(_rsa, dpop: DpopMode.Always);
        always.Http.Answer = x =>
            x.RequestUri!.AbsolutePath == TokenPath
                ? new(HttpStatusCode.OK)
                {
                    Content = new StringContent("""{"token_type":"Bearer","expires_in":3600,"access_token":"abc"}"""),
                }
                : null;
        var answer = await always.AskAsync();
        Assert.Equal("not_dpop", answer.Failure!.Code);
        Assert.DoesNotContain(always.Http.Sent, x => x.Path == Logs);
    }

    private static HttpResponseMessage Refusal() =>
        new(HttpStatusCode.Unauthorized) { Content = new StringContent("""{"errorCode":"E0000011"}""") };
}
