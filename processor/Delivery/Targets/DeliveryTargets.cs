using System.Net.Security;
using System.Security.Authentication;
using Microsoft.Extensions.Logging;
using Pipeline.Processor.Delivery.Policies;

namespace Pipeline.Processor.Delivery.Targets;

/// <summary>Makes the target that a sink's options name.</summary>
internal static class DeliveryTargets
{
    /// <exception cref="Kafka.ConfigurationException">A file of a header cannot be read.</exception>
    public static IDeliveryTarget Create(
        string section,
        SinkOptions options,
        TimeSpan timeout,
        TimeProvider time,
        ILogger logger
    ) =>
        options.Url is { Length: > 0 } url
            ? new HttpTarget(
                new Uri(url, UriKind.Absolute),
                new SecretHeaders(section, options, logger),
                new ResponsePolicy(options.SuccessOn, options.RetryOn),
                timeout,
                time,
                Connection()
            )
            : new FileTarget(options.File!);

    private static SocketsHttpHandler Connection() =>
        new()
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            // A receiver that moved is found again, also where requests never pause.
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            MaxConnectionsPerServer = 2,
            SslOptions = new SslClientAuthenticationOptions
            {
                EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            },
        };
}
