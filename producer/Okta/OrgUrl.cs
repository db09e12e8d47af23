using System.Net;

namespace Pipeline.Producer.Okta;

/// <summary>
/// Scheme and host of an Okta org: the only place credentials may go to. Whatever a person pastes is reduced to this
/// form or refused, before anything is stored or requested.
/// </summary>
internal sealed record OrgUrl
{
    /// <summary>
    /// Suffixes Okta documents; another one may be a custom domain or a newer cell and only deserves a warning.
    /// </summary>
    private static readonly string[] KnownSuffixes = [".okta.com", ".okta-emea.com", ".oktapreview.com"];

    private const string Form = "https://acme.okta.com";

    private OrgUrl(Uri uri)
    {
        Host = uri.IdnHost;
        Scheme = uri.Scheme;
        Port = uri.Port;
        var host = uri.HostNameType == UriHostNameType.IPv6 ? uri.Host : uri.IdnHost;
        Text = $"{Scheme}://{host}{(uri.IsDefaultPort ? "" : $":{Port}")}";
    }

    /// <summary>The one written form, e.g. <c>https://acme.okta.com</c>.</summary>
    public string Text { get; }

    public string Host { get; }

    public string Scheme { get; }

    public int Port { get; }

    /// <summary>Whether the host is one of the domains Okta documents, or a simulated org on this machine.</summary>
    public bool IsKnownSuffix =>
        Scheme == Uri.UriSchemeHttp
        || Array.Exists(KnownSuffixes, x => Host.EndsWith(x, StringComparison.OrdinalIgnoreCase));

    /// <summary>Reads what a person gave.</summary>
    /// <param name="given">The text as given.</param>
    /// <param name="url">The org, or null.</param>
    /// <param name="fault">
    /// What is wrong and the form to use, without repeating a secret; follows the name of the field.
    /// </param>
    public static bool TryParse(string? given, out OrgUrl? url, out string? fault)
    {
        url = null;
        fault = null;
        var text = given?.Trim() ?? "";
        if (text.Length == 0)
        {
            fault = $"is empty: use the form {Form}";
            return false;
        }

        // Only the URL form has a scheme; a bare host becomes https, never plain http.
        var hasScheme = text.Contains("://", StringComparison.Ordinal);
        if (
            !Uri.TryCreate(hasScheme ? text : "https://" + text, UriKind.Absolute, out var uri)
            || uri.Host.Length == 0
            || text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c == '\\')
        )
        {
            fault = $"is no URL of an Okta org: use the form {Form}";
            return false;
        }

        fault = Fault(uri);
        if (fault is null)
        {
            url = new OrgUrl(uri);
        }

        return fault is null;
    }

    /// <summary>Whether a URL is at this org, so that credentials may go there.</summary>
    public bool Owns(Uri url) =>
        url.IsAbsoluteUri
        && url.Scheme == Scheme
        && url.Port == Port
        && url.UserInfo.Length == 0
        && string.Equals(url.IdnHost, Host, StringComparison.OrdinalIgnoreCase);

    public override string ToString() => Text;

    private static string? Fault(Uri uri)
    {
        var right = "https://" + uri.IdnHost;
        if (uri.UserInfo.Length > 0)
        {
            return $"carries a user name or password: use {right} and give the token on its own";
        }

        if (uri.Scheme != Uri.UriSchemeHttps && !(uri.Scheme == Uri.UriSchemeHttp && IsLoopback(uri)))
        {
            return $"is not https, and a token never travels in the clear: use {right}";
        }

        var (label, domain) = Split(uri.IdnHost);
        if (label.EndsWith("-admin", StringComparison.OrdinalIgnoreCase))
        {
            return $"is the address of the admin console: use https://{label[..^"-admin".Length]}{domain}";
        }

        if (domain.Length == 0 && !IsLoopback(uri))
        {
            return $"has no domain: use the form {Form}";
        }

        return uri.AbsolutePath is "/" or "" && uri.Query.Length == 0 && uri.Fragment.Length == 0
            ? null
            : $"has more than scheme and host: use {right}";
    }

    private static (string Label, string Domain) Split(string host)
    {
        var dot = host.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? (host, "") : (host[..dot], host[dot..]);
    }

    private static bool IsLoopback(Uri uri) =>
        uri.Host is "localhost" || (IPAddress.TryParse(uri.IdnHost, out var ip) && IPAddress.IsLoopback(ip));
}
