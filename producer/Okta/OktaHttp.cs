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

    public static HttpMessageHandler Handler(string? proxy) =>
        new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = proxy is not null,
            Proxy = proxy is null ? null : new WebProxy(proxy),
            AutomaticDecompression = DecompressionMethods.GZip,
            ConnectTimeout = Connect,
            PooledConnectionLifetime = Lifetime,
            // No trace header of ours leaves for Okta.
            ActivityHeadersPropagator = null,
        };
}
