using System.Runtime.CompilerServices;

namespace Pipeline.Processor.EventFiles;

/// <summary>
/// Reads exported System Log events: JSON lines, arrays or anything in between, plain, gzip or UTF-16.
/// </summary>
internal static class EventFileReader
{
    private const int InitialBuffer = 1 << 20;

    /// <summary>
    /// A long object is looked at again only when its text has doubled, so that a pipe which gives little at a time
    /// costs no more than twice the work.
    /// </summary>
    private const int Patience = 256 << 10;

    /// <summary>Reads a file.</summary>
    /// <param name="path">Its path, or <c>-</c> for standard input.</param>
    /// <exception cref="EventFileException">It cannot be read, or not to its end; the message says why.</exception>
    public static async IAsyncEnumerable<EventFileEntry> ReadAsync(
        string path,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        await using var stream = EventFileStream.Open(path);
        var name = path == EventFileStream.StandardInput ? "standard input" : path;
        await foreach (var entry in ReadAsync(stream, name, cancellationToken: cancellationToken))
        {
            yield return entry;
        }
    }

    /// <summary>Reads a stream, which stays open.</summary>
    /// <param name="name">What to call it in messages.</param>
    /// <param name="maxBytes">Bound on one object.</param>
    public static async IAsyncEnumerable<EventFileEntry> ReadAsync(
        Stream stream,
        string name,
        int maxBytes = EventSplitter.DefaultMaxBytes,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        var splitter = new EventSplitter(maxBytes);
        var entries = new List<EventFileEntry>();
        var buffer = new byte[InitialBuffer];
        var (length, enough, any, end) = (0, 0, false, false);
        Stream? text = null;
        while (!end)
        {
            if (length == buffer.Length)
            {
                // The splitter refuses an object beyond its bound, so this ends.
                Array.Resize(ref buffer, buffer.Length * 2);
            }

            int read;
            try
            {
                text ??= await EventFileStream.DecodeAsync(stream, cancellationToken);
                read = await text.ReadAsync(buffer.AsMemory(length), cancellationToken);
            }
            catch (Exception e) when (e is IOException or InvalidDataException or EventFileException)
            {
                throw Unreadable(name, any, e);
            }

            length += read;
            end = read == 0;
            if (!end && length < enough)
            {
                continue;
            }

            var consumed = splitter.Split(buffer.AsSpan(0, length), end, entries);
            any |= entries.Count > 0;
            foreach (var entry in entries)
            {
                yield return entry;
            }

            entries.Clear();
            length -= consumed;
            Buffer.BlockCopy(buffer, consumed, buffer, 0, length);
            enough = length > Patience ? Math.Min(length * 2, maxBytes + 1) : 0;
        }

        if (!any)
        {
            yield return new RejectedText(1, "no_events", $"{name} is empty: it has 0 events.");
        }
    }

    private static EventFileException Unreadable(string name, bool any, Exception cause) =>
        cause switch
        {
            EventFileException => new EventFileException($"{name} {cause.Message}", cause),
            InvalidDataException or EndOfStreamException => new EventFileException(
                $"{name} is damaged or cut short: its gzip data cannot be read to the end."
                    + (any ? " The events before were read." : ""),
                cause
            ),
            _ => new EventFileException($"{name} cannot be read: {cause.Message}", cause),
        };
}
