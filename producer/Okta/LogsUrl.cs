using System.Globalization;
using System.Text.RegularExpressions;
using Pipeline.Schemas.LogEvents;

namespace Pipeline.Producer.Okta;

/// <summary>URLs of the System Log: the first one, and Okta's own next links exactly as given.</summary>
internal static partial class LogsUrl
{
    /// <summary>Okta's maximum: less only multiplies the requests.</summary>
    public const int MaxLimit = 1000;

    /// <summary>Okta's default where a URL names no limit.</summary>
    private const int DefaultLimit = 100;

    private const int MaxLength = 16 * 1024;

    /// <summary>
    /// Where polling begins: no until, no filter, ascending, so that Okta orders by persistence and never ends.
    /// </summary>
    public static string First(OrgUrl org, DateTimeOffset since) =>
        $"{org.Text}/api/v1/logs?since={OktaTime.Text(since)}&sortOrder=ASCENDING&limit={MaxLimit}";

    /// <summary>
    /// Where a bounded reading begins: Okta orders by published, and the last page has no next link. Not every event of
    /// the range need be there, so it never replaces polling.
    /// </summary>
    public static string Bounded(OrgUrl org, DateTimeOffset since, DateTimeOffset until) =>
        $"{org.Text}/api/v1/logs?since={OktaTime.Text(since)}&until={OktaTime.Text(until)}"
        + $"&sortOrder=ASCENDING&limit={MaxLimit}";

    /// <summary>Whether Okta made the URL: <c>after</c> is its own, opaque.</summary>
    public static bool HasCursor(string url) => Cursor().IsMatch(url);

    /// <summary>The page size a URL asks for.</summary>
    public static int LimitOf(string url) =>
        Limit().Match(url) is { Success: true } match
        && int.TryParse(match.Groups["limit"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
            ? limit
            : DefaultLimit;

    /// <summary>
    /// The URL with a smaller page, or with the full page again where the smaller one was our own doing. Every other
    /// URL stays as it is.
    /// </summary>
    public static string WithLimit(string url, int limit)
    {
        var current = LimitOf(url);
        var ours = limit < current || (limit > current && IsReduction(current));
        return ours ? Limit().Replace(url, m => m.Value.Replace(m.Groups["limit"].Value, $"{limit}"), 1) : url;
    }

    /// <summary>
    /// Reads a URL without changing a character of its path and query; null where it is no URL to request.
    /// </summary>
    public static Uri? Exact(string url)
    {
        // Raw characters outside printable ASCII cannot stand in a request line.
        if (url.Length > MaxLength || url.Any(c => c is <= ' ' or >= '\u007F') || url.Contains('#'))
        {
            return null;
        }

        var options = new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true };
        return Uri.TryCreate(url, options, out var uri) ? uri : null;
    }

    /// <summary>A next link as an absolute URL: RFC 8288 lets a server write it relative to the request.</summary>
    public static string Absolute(OrgUrl org, string target) =>
        target.StartsWith('/') && !target.StartsWith("//", StringComparison.Ordinal) ? org.Text + target : target;

    private static bool IsReduction(int limit)
    {
        for (var reduced = MaxLimit / 2; reduced > 0; reduced /= 2)
        {
            if (reduced == limit)
            {
                return true;
            }
        }

        return false;
    }

    [GeneratedRegex("[?&]after=", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Cursor();

    [GeneratedRegex(
        "[?&]limit=(?<limit>[0-9]{1,9})(?=&|$)",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Limit();
}
