using System.Net;

namespace Pipeline.Producer.Okta;

/// <summary>
/// The one way to Okta: no redirect is followed, no cookie kept, no proxy guessed, responses may be gzip.
/// </summary>
internal static class OktaHttp
{
    private static readonly TimeSpan Connect = TimeSpan.FromSeconds(10);

    /// <summary>Connections are renewed so that a change of Okta's DNS is noticed.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    /// <summary>Name and version of this program, for Okta's log and our record headers.</summary>
    public static string Product { get; } =
        "okta-producer/" + (typeof(OktaHttp).Assembly.GetName().Version?.ToString(3) ?? "0");

    /// <summary>X-Okta-Request-Id, which Okta's support asks for.</summary>
    public static string? RequestId(HttpResponseMessage response, IReadOnlyList<string> secrets) =>
        response.Headers.NonValidated.TryGetValues("X-Okta-Request-Id", out var values)
            ? OutsideText.Id(values.First(), secrets)
            : null;

    public static HttpMessageHandler Handler(string? proxy) =>
        new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = proxy is not null,
            Proxy = proxy is null ? null : Proxy(new Uri(proxy)),
            AutomaticDecompression = DecompressionMethods.GZip,
            ConnectTimeout = Connect,
            PooledConnectionLifetime = Lifetime,
            // No trace header of ours leaves for Okta.
            ActivityHeadersPropagator = null,
        };

    /// <summary>A password in the proxy's URL goes to the proxy, not into the messages that name the proxy.</summary>
    private static WebProxy Proxy(Uri given)
    {
        var proxy = new WebProxy(new UriBuilder(given) { UserName = "", Password = "" }.Uri);
        if (given.UserInfo.Length > 0)
        {
            var parts = given.UserInfo.Split(':', 2);
            proxy.Credentials = new NetworkCredential(
                Uri.UnescapeDataString(parts[0]),
                Uri.UnescapeDataString(parts.ElementAtOrDefault(1) ?? "")
            );
        }

        return proxy;
    }
}
