using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Pipeline.Producer.Okta;

namespace Pipeline.Tests.Producer;

/// <summary>What keeps an answer away is told as what happened, where, and what to do.</summary>
public sealed class NetworkFailureTests
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    [Theory]
    [InlineData("localhost", 10, "does not trust", "SSL_CERT_FILE")]
    [InlineData("localhost", -10, "expired", "clock")]
    [InlineData("other.example", 10, "for another name", "domain")]
    public async Task A_certificate_is_told_by_its_fault(string name, int validDays, string what, string advice)
    {
        var stop = TestContext.Current.CancellationToken;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(Now.AddDays(-20), Now.AddDays(validDays));
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = ServeAsync(listener, certificate, stop);

        var message = await AskAsync($"https://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}");

        Assert.Contains(what, message, StringComparison.Ordinal);
        Assert.Contains(advice, message, StringComparison.Ordinal);
        Assert.Contains("localhost", message, StringComparison.Ordinal);
        await serving;
    }

    [Fact]
    public async Task A_refused_connection_says_where()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();

        Assert.Contains(
            $"127.0.0.1:{port} refused",
            await AskAsync($"http://127.0.0.1:{port}"),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "The proxy refused",
            await AskAsync("https://acme.okta.com", $"http://127.0.0.1:{port}"),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(HttpRequestError.NameResolutionError, "Name not known (acme.okta.com:443)", "check the domain")]
    [InlineData(HttpRequestError.NameResolutionError, "Name not known (proxy.example:3128)", "check Okta__Proxy")]
    [InlineData(HttpRequestError.ProxyTunnelError, "failed with status code '407'", "user:password@")]
    [InlineData(HttpRequestError.ProxyTunnelError, "failed with status code '403'", "allow acme.okta.com:443")]
    public void Names_and_proxies_have_sentences_of_their_own(HttpRequestError error, string thrown, string said)
    {
        Assert.True(OrgUrl.TryParse("acme.okta.com", out var org, out _));
        var failure = NetworkFailure.Of(org!, new HttpRequestException(error, thrown), []);
        Assert.Contains(said, failure.Message, StringComparison.Ordinal);
        Assert.Equal(FailureKind.Transient, failure.Kind);
    }

    private static async Task<string> AskAsync(string url, string? proxy = null)
    {
        Assert.True(OrgUrl.TryParse(url, out var org, out var fault), fault);
        using var http = new HttpMessageInvoker(OktaHttp.Handler(proxy));
        using var slots = new PageSlots(1);
        var credentials = new ApiTokenCredentials(new ConfiguredToken("00token"));
        var client = new PageClient(org!, credentials, http, slots, TimeProvider.System);
        using var answer = await client.GetAsync(LogsUrl.First(org!, Now), TestContext.Current.CancellationToken);
        return answer.Failure!.Message;
    }

    private static async Task ServeAsync(TcpListener listener, X509Certificate2 certificate, CancellationToken stop)
    {
        using var client = await listener.AcceptTcpClientAsync(stop);
        await using var tls = new SslStream(client.GetStream());
        await tls.AuthenticateAsServerAsync(
                new SslServerAuthenticationOptions { ServerCertificate = certificate },
                stop
            )
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
