using System.IO.Compression;
using System.Text;

namespace Pipeline.Processor.EventFiles;

/// <summary>Opens an event file, or standard input, as UTF-8 without a byte-order mark.</summary>
internal static class EventFileStream
{
    /// <summary>The name that stands for standard input.</summary>
    public const string StandardInput = "-";

    /// <exception cref="EventFileException">The file cannot be opened; the message says why.</exception>
    public static Stream Open(string path)
    {
        if (path == StandardInput)
        {
            return Console.OpenStandardInput();
        }

        if (Directory.Exists(path))
        {
            throw new EventFileException($"{path} is a directory: name a file, or - for standard input.");
        }

        try
        {
            // Our own buffer is big: another one in between would only copy.
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 0, useAsync: false);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new EventFileException($"{path} does not exist.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new EventFileException($"{path} cannot be opened: {e.Message}", e);
        }
    }

    /// <summary>Undoes compression (gzip, told by its magic) and encoding (UTF-16).</summary>
    public static async Task<Stream> DecodeAsync(Stream stream, CancellationToken cancellationToken)
    {
        var (start, whole) = await PeekAsync(stream, cancellationToken);
        if (start.Span is [0x1F, 0x8B, ..])
        {
            (start, whole) = await PeekAsync(new GZipStream(whole, CompressionMode.Decompress), cancellationToken);
        }

        var decoding = TextDecoding.Of(start.Span);
        if (decoding.Mark > 0)
        {
            await whole.ReadExactlyAsync(new byte[decoding.Mark], cancellationToken);
        }

        return decoding.Encoding is { } encoding
            ? Encoding.CreateTranscodingStream(whole, encoding, Encoding.UTF8)
            : whole;
    }

    private static async Task<(ReadOnlyMemory<byte> Start, Stream Whole)> PeekAsync(
        Stream stream,
        CancellationToken cancellationToken
    )
    {
        var buffer = new byte[TextDecoding.Window];
        var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, false, cancellationToken);
        ReadOnlyMemory<byte> start = buffer.AsMemory(0, length);
        return (start, new PrefixedStream(start, stream));
    }
}
