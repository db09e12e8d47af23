using System.Security.Cryptography;

namespace Pipeline.Producer.Okta;

/// <summary>
/// Tells a page that arrived cut (a proxy, a hiccup) from one that Okta serves broken: the latter breaks off with the
/// very same bytes each time, for long. Only then may what cannot be read be set aside and the page count as read.
/// </summary>
/// <remarks>
/// A page that breaks is asked for smaller each time, so that in the end it is one event alone that can be set aside.
/// </remarks>
internal sealed class BrokenPages(TimeProvider time)
{
    /// <summary>Fewer tries prove nothing, however long they took.</summary>
    public const int Tries = 5;

    /// <summary>
    /// A proxy that cuts every body at the same byte does so for minutes while it is restarted or repaired; collection
    /// that waits loses nothing.
    /// </summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private string? _url;
    private byte[] _digest = [];
    private int _seen;
    private long _since;

    /// <summary>
    /// The page was served broken once more. Returns whether it has been often enough, for long enough.
    /// </summary>
    /// <param name="url">The page.</param>
    /// <param name="elements">How many elements could be read.</param>
    /// <param name="remainder">The bytes behind them.</param>
    public bool IsProved(string url, int elements, byte[] remainder)
    {
        byte[] digest = [.. SHA256.HashData(remainder), .. BitConverter.GetBytes(elements)];
        if (url != _url || !digest.AsSpan().SequenceEqual(_digest))
        {
            (_url, _digest, _seen, _since) = (url, digest, 0, time.GetTimestamp());
        }

        return ++_seen >= Tries && time.GetElapsedTime(_since) >= Patience;
    }
}
