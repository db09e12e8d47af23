using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Pipeline.Kafka;
using Pipeline.Local.Simulation;
using Pipeline.Local.Simulation.Faults;
using Pipeline.Producer.Collection;
using Pipeline.Producer.Okta;

namespace Pipeline.Tests.Producer;

/// <summary>The producer's OAuth against the simulated org, which checks every signature, claim, nonce and proof.</summary>
public sealed class OAuthCredentialsTests : IDisposable
{
    private const string Client = "0oaservice1";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("oauth-");
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 5, 12, 9, 0, 0, TimeSpan.Zero));
    private readonly HttpMessageInvoker _http = new(OktaHttp.Handler(proxy: null));
    private readonly PageSlots _slots = new(4);

    private string KeyFile => Path.Combine(_folder.FullName, "key");

    public void Dispose()
    {
        _folder.Delete(recursive: true);
        _http.Dispose();
        _slots.Dispose();
    }

    [Theory]
    [InlineData("RS256", false)]
    [InlineData("RS384", false)]
    [InlineData("RS512", true)]
    [InlineData("ES256", true)]
    public async Task A_key_in_pem_signs_and_the_page_comes(string algorithm, bool dpop)
    {
        await using var org = await StartAsync(algorithm, dpop);
        using var answer = await AskAsync(org, x => x.Algorithm = algorithm);
        Assert.Null(answer.Failure);
        Assert.NotNull(answer.Page);
    }

    [Fact]
    public async Task A_key_as_jwk_brings_its_own_id_and_algorithm()
    {
        using var rsa = RSA.Create(2048);
        var p = rsa.ExportParameters(includePrivateParameters: true);
        string Text(byte[]? bytes) => Base64Url.EncodeToString(bytes);
        await File.WriteAllTextAsync(
            KeyFile,
            JsonSerializer.Serialize(
                new
                {
                    kty = "RSA",
                    kid = "key-1",
                    alg = "RS256",
                    n = Text(p.Modulus),
                    e = Text(p.Exponent),
                    d = Text(p.D),
                    p = Text(p.P),
                    q = Text(p.Q),
                    dp = Text(p.DP),
                    dq = Text(p.DQ),
                    qi = Text(p.InverseQ),
                }
            ),
            TestContext.Current.CancellationToken
        );
        await using var org = await OrgAsync(rsa.ExportSubjectPublicKeyInfoPem(), dpop: false);
        using var answer = await AskAsync(org);
        Assert.Null(answer.Failure);
    }

    [Fact]
    public async Task One_token_serves_all_callers_for_its_hour_and_is_minted_anew_before_it_ends()
    {
        await using var org = await StartAsync("ES256", dpop: true);
        var client = Client_(org);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => GetAsync(client, org)));
        Assert.Equal(1, Minted(org));

        _time.Advance(TimeSpan.FromMinutes(54));
        await GetAsync(client, org);
        Assert.Equal(1, Minted(org));

        _time.Advance(TimeSpan.FromMinutes(1.1));
        await GetAsync(client, org);
        Assert.Equal(2, Minted(org));
    }

    [Fact]
    public async Task A_refused_token_is_minted_anew_once_and_the_request_repeated()
    {
        await using var org = await StartAsync("RS256", dpop: false, """{"faults":[{"kind":"unauthorized","at":2}]}""");
        var client = Client_(org);
        await GetAsync(client, org);
        await GetAsync(client, org);
        Assert.Equal(2, Minted(org));
    }

    [Fact]
    public async Task An_unknown_client_is_told_what_to_do_and_the_cursor_stays()
    {
        await using var org = await StartAsync("RS256", dpop: false);
        using var answer = await AskAsync(org, x => x.ClientId = "0oasomebodyelse");
        Assert.Equal(FailureKind.Auth, answer.Failure!.Kind);
        Assert.Contains("invalid_client", answer.Failure.Message, StringComparison.Ordinal);
        Assert.Contains("public key", answer.Failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no key at all")]
    [InlineData("{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\"}")]
    public void A_file_without_a_private_key_is_refused_at_the_start_and_not_quoted(string text)
    {
        File.WriteAllText(KeyFile, text);
        var error = Assert.Throws<ConfigurationException>(() =>
            TenantCatalogue.Of(Options("https://acme.okta.com"), time: _time)
        );
        Assert.Contains("Okta:Tenants:0:PrivateKeyFile", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("AQAB", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_token_and_an_app_together_are_refused()
    {
        using var rsa = RSA.Create(2048);
        File.WriteAllText(KeyFile, rsa.ExportPkcs8PrivateKeyPem());
        var options = Options("https://acme.okta.com");
        options.Tenants[0].ApiToken = "00abc";
        Assert.Throws<ConfigurationException>(() => TenantCatalogue.Of(options, time: _time));
    }

    [Fact]
    public async Task Nothing_that_is_printed_shows_a_key_or_token()
    {
        await using var org = await StartAsync("RS256", dpop: true);
        var tenant = TenantCatalogue.Of(Options(Url(org)), _http, _time)[0];
        using var request = new HttpRequestMessage(HttpMethod.Get, Url(org) + "/api/v1/logs");
        await tenant.Credentials.AuthorizeAsync(request, TestContext.Current.CancellationToken);
        var token = request.Headers.Authorization!.Parameter!;
        var key = (await File.ReadAllTextAsync(KeyFile, TestContext.Current.CancellationToken)).Split('\n')[1];

        var shown = $"{tenant} {tenant.Credentials} {Options(Url(org)).Tenants[0]}";

        Assert.DoesNotContain(token, shown, StringComparison.Ordinal);
        Assert.DoesNotContain(key, shown, StringComparison.Ordinal);
    }

    private async Task<SimulatedOrg> StartAsync(string algorithm, bool dpop, string? faults = null)
    {
        using AsymmetricAlgorithm key =
            algorithm[0] == 'E' ? ECDsa.Create(ECCurve.NamedCurves.nistP256) : RSA.Create(2048);
        await File.WriteAllTextAsync(KeyFile, key.ExportPkcs8PrivateKeyPem());
        return await OrgAsync(key.ExportSubjectPublicKeyInfoPem(), dpop, faults);
    }

    private Task<SimulatedOrg> OrgAsync(string publicKey, bool dpop, string? faults = null) =>
        SimulatedOrg.StartAsync(
            new()
            {
                History = 5,
                OAuthClients = [new Pipeline.Local.Simulation.OAuth.OAuthClient(Client, publicKey, dpop)],
                Faults = faults is null ? FaultScript.None : FaultScript.Parse(faults),
            },
            _time
        );

    private async Task<PageAnswer> AskAsync(SimulatedOrg org, Action<TenantOptions>? change = null) =>
        await Client_(org, change)
            .GetAsync(
                LogsUrl.First(OrgOf(org), _time.GetUtcNow() - TimeSpan.FromDays(1)),
                TestContext.Current.CancellationToken
            );

    private async Task GetAsync(PageClient client, SimulatedOrg org)
    {
        var url = LogsUrl.First(OrgOf(org), _time.GetUtcNow() - TimeSpan.FromDays(1));
        using var answer = await client.GetAsync(url, TestContext.Current.CancellationToken);
        Assert.Null(answer.Failure);
    }

    private PageClient Client_(SimulatedOrg org, Action<TenantOptions>? change = null)
    {
        var options = Options(Url(org));
        change?.Invoke(options.Tenants[0]);
        var tenant = TenantCatalogue.Of(options, _http, _time)[0];
        return new PageClient(tenant.Org, tenant.Credentials, _http, _slots, TimeProvider.System);
    }

    private ProducerOptions Options(string url) =>
        new()
        {
            Tenants =
            [
                new()
                {
                    Name = "acme",
                    OrgUrl = url,
                    ClientId = Client,
                    PrivateKeyFile = KeyFile,
                },
            ],
        };

    private static string Url(SimulatedOrg org) => org.Url.GetLeftPart(UriPartial.Authority);

    private static OrgUrl OrgOf(SimulatedOrg org)
    {
        Assert.True(OrgUrl.TryParse(Url(org), out var parsed, out var fault), fault);
        return parsed!;
    }

    private static int Minted(SimulatedOrg org) =>
        org.State.Requests.Records().Count(x => x.Path == "/oauth2/v1/token" && x.Status == 200);
}
