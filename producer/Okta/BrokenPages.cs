using System.Security.Cryptography;

namespace Pipeline.Producer.Okta;

/// <summary>
/// Tells a page that arrived cut (a proxy, a hiccup) from one that Okta serves broken: the latter breaks off with the
/// very same bytes each time. Only then may what cannot be read be set aside and the page count as read.
/// </summary>
internal sealed class BrokenPages
{
    /// <summary>With the waits of <c>PollPolicy</c> up to half a minute: a hiccup is over, an alarm is not late.</summary>
    public const int Tries = 5;

    private string? _url;
    private byte[] _digest = [];
    private int _seen;

    /// <summary>The page was served broken once more. Returns whether it has been often enough.</summary>
    /// <param name="url">The page.</param>
    /// <param name="elements">How many elements could be read.</param>
    /// <param name="remainder">The bytes behind them.</param>
    public bool IsProved(string url, int elements, byte[] remainder)
    {
        byte[] digest = [.. SHA256.HashData(remainder), .. BitConverter.GetBytes(elements)];
        var same = url == _url && digest.AsSpan().SequenceEqual(_digest);
        (_url, _digest, _seen) = (url, digest, same ? _seen + 1 : 1);
        return _seen >= Tries;
    }
}
