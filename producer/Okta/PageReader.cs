using System.Buffers;
using System.Runtime.CompilerServices;

namespace Pipeline.Producer.Okta;

/// <summary>Streams the body of a page: yields the exact bytes of each element as soon as it is complete.</summary>
internal static class PageReader
{
    private const int ChunkBytes = 64 * 1024;

    /// <summary>
    /// Largest body that is read. A thousand events are a few megabytes; without a bound a broken proxy could fill
    /// memory.
    /// </summary>
    public const long MaxBytes = 256L * 1024 * 1024;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <exception cref="TruncatedPageException">The body ended inside the array, or its array is broken.</exception>
    /// <exception cref="UnreadablePageException">The body is no JSON array.</exception>
    public static async IAsyncEnumerable<byte[]> ReadAsync(
        Stream body,
        [EnumeratorCancellation] CancellationToken cancel = default
    )
    {
        var scanner = new ElementScanner();
        var buffer = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        long total = 0;
        try
        {
            while (true)
            {
                var read = await ChunkAsync(body, buffer, cancel);
                if (read == 0)
                {
                    break;
                }

                var start = total == 0 && buffer.AsSpan(0, read).StartsWith(ByteOrderMark) ? 3 : 0;
                total += read;
                if (total > MaxBytes)
                {
                    throw new UnreadablePageException($"The body is larger than {MaxBytes} bytes.");
                }

                scanner.Feed(buffer.AsSpan(start, read - start));
                while (scanner.TryTake(out var element))
                {
                    yield return element!;
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        if (!scanner.IsComplete)
        {
            throw total == 0
                ? new UnreadablePageException("The body is empty where a JSON array was expected.")
                : new TruncatedPageException(
                    scanner.Fault ?? $"The body ended after {total} bytes, inside its array.",
                    scanner.Remainder()
                );
        }
    }

    /// <summary>Fills the first chunk's mark at least; a connection that breaks is a truncated body.</summary>
    private static async Task<int> ChunkAsync(Stream body, byte[] buffer, CancellationToken cancel)
    {
        try
        {
            return await body.ReadAtLeastAsync(
                buffer.AsMemory(0, ChunkBytes),
                ByteOrderMark.Length,
                throwOnEndOfStream: false,
                cancel
            );
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            // InvalidDataException: gzip that breaks off.
            throw new TruncatedPageException($"The connection broke inside the body: {e.Message}", null, e);
        }
    }
}
