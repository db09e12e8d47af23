using System.Net.Sockets;
using System.Security.Authentication;

namespace Pipeline.Producer.Okta;

/// <summary>What kept an answer away, as a sentence: what happened, where, what to do.</summary>
internal static class NetworkFailure
{
    private const string ProxyAdvice =
        "if this machine reaches the internet through a proxy only, set Okta__Proxy=http://proxy.example:3128";

    /// <param name="org">The org that was asked.</param>
    /// <param name="e">What the client threw.</param>
    /// <param name="secrets">What was sent and must not be shown.</param>
    public static OktaFailure Of(OrgUrl org, Exception e, IReadOnlyList<string> secrets) =>
        OktaFailure.Transient(Sentence(org, e) ?? Quoted(org, e, secrets));

    private static string? Sentence(OrgUrl org, Exception e)
    {
        var http = e as HttpRequestException;
        // The client names where it was going; if that is not the org, it is the proxy.
        var isProxy =
            http?.HttpRequestError == HttpRequestError.ProxyTunnelError
            || (http is not null && !http.Message.Contains(org.Host, StringComparison.OrdinalIgnoreCase));
        return http?.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError when isProxy =>
                "The name of the proxy is not known here (DNS): check Okta__Proxy.",
            HttpRequestError.NameResolutionError =>
                $"The name {org.Host} is not known here (DNS): check the domain and this machine's DNS; {ProxyAdvice}.",
            HttpRequestError.SecureConnectionError => Tls(org, http),
            HttpRequestError.ProxyTunnelError => Tunnel(org, http),
            HttpRequestError.ConnectionError => Connection(org, isProxy, http),
            _ when e is OperationCanceledException { InnerException: TimeoutException } => NoConnection(org),
            _ => null,
        };
    }

    private static string Connection(OrgUrl org, bool isProxy, HttpRequestException e)
    {
        var where = isProxy ? "The proxy" : $"{org.Host}:{org.Port}";
        return (e.InnerException as SocketException)?.SocketErrorCode switch
        {
            SocketError.ConnectionRefused when isProxy =>
                "The proxy refused the connection: check Okta__Proxy and that the proxy runs.",
            SocketError.ConnectionRefused =>
                $"{where} refused the connection: check the domain and any firewall; {ProxyAdvice}.",
            SocketError.TimedOut => NoConnection(org),
            SocketError.NetworkUnreachable or SocketError.HostUnreachable =>
                $"There is no route to {(isProxy ? "the proxy" : where)}: check this machine's network; {ProxyAdvice}.",
            _ => $"{where} cannot be connected to: check the network and any firewall; {ProxyAdvice}.",
        };
    }

    private static string NoConnection(OrgUrl org) =>
        $"No connection to {org.Host} came about in time: a firewall may drop it; {ProxyAdvice}.";

    private static string Tunnel(OrgUrl org, HttpRequestException e) =>
        e.Message.Contains("407", StringComparison.Ordinal)
            ? "The proxy wants a login: give it in Okta__Proxy, http://user:password@proxy.example:3128."
            : $"The proxy does not let us through to {org.Host}: ask who runs it to allow {org.Host}:{org.Port}.";

    /// <summary>.NET tells the faults of a certificate only by name, in the messages of the exceptions.</summary>
    private static string Tls(OrgUrl org, HttpRequestException e)
    {
        var why = e.InnerException is AuthenticationException inner ? inner.Message : "";
        bool Names(string fault) => why.Contains(fault, StringComparison.Ordinal);
        return 0 switch
        {
            _ when Names("RemoteCertificateNameMismatch") =>
                $"The TLS certificate of {org.Host} is for another name: check the domain (a custom domain needs its "
                    + "own certificate in Okta), and whether something answers in its place.",
            _ when Names("NotTimeValid") =>
                $"The TLS certificate of {org.Host} is expired or not valid yet: check this machine's clock first.",
            _ when Names("UntrustedRoot") || Names("PartialChain") =>
                $"The TLS certificate of {org.Host} is from an authority this machine does not trust: if a proxy "
                    + "inspects TLS, add its CA certificate to the trust store (SSL_CERT_FILE).",
            _ when Names("certificate") =>
                $"The TLS certificate of {org.Host} is not accepted: check the domain, and whether a proxy inspects "
                    + "TLS.",
            _ => $"{org.Host}:{org.Port} does not speak TLS with us: check the domain and port, and whether a proxy or "
                + "firewall answers in its place.",
        };
    }

    /// <summary>The message of a broken answer quotes the answer.</summary>
    private static string Quoted(OrgUrl org, Exception e, IReadOnlyList<string> secrets) =>
        e is OperationCanceledException
            ? $"{org.Host} did not answer in time."
            : $"No answer from {org.Host}: {OutsideText.Line(e.Message, secrets)}";
}
