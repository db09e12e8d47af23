using System.Text.Json;
using Pipeline.Schemas.LogEvents;

namespace Pipeline.Local.Simulation.Control;

/// <summary>
/// Splits JSON lines into exact event texts. Any JSON value is taken, sound event or not; anything else is refused.
/// </summary>
internal static class EventLines
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <exception cref="FormatException">A line is no JSON value; the message has its number.</exception>
    public static IReadOnlyList<ReadOnlyMemory<byte>> Split(ReadOnlyMemory<byte> text)
    {
        if (text.Span.StartsWith(ByteOrderMark))
        {
            text = text[ByteOrderMark.Length..];
        }

        var lines = new List<ReadOnlyMemory<byte>>();
        for (var number = 1; text.Length > 0; number++)
        {
            var end = text.Span.IndexOf((byte)'\n');
            var line = Trim(end < 0 ? text : text[..end]);
            text = end < 0 ? default : text[(end + 1)..];
            if (line.Length > 0)
            {
                Check(line, number);
                lines.Add(line);
            }
        }

        return lines;
    }

    /// <summary>published of an event; null where it is none.</summary>
    public static long? PublishedMs(ReadOnlyMemory<byte> line)
    {
        if (!EventView.TryParse(line, out var view, out _))
        {
            return null;
        }

        using (view)
        {
            return view!.Published.ToUnixTimeMilliseconds();
        }
    }

    // White space around the value belongs to the array it will be served in, not to the event.
    private static ReadOnlyMemory<byte> Trim(ReadOnlyMemory<byte> line)
    {
        var span = line.Span;
        var start = span.IndexOfAnyExcept(" \t\r"u8);
        return start < 0 ? default : line[start..(span.LastIndexOfAnyExcept(" \t\r"u8) + 1)];
    }

    private static void Check(ReadOnlyMemory<byte> line, int number)
    {
        try
        {
            // Depth is the reader's business: a deep event may be what a test is about.
            var reader = new Utf8JsonReader(line.Span, new JsonReaderOptions { MaxDepth = 10_000 });
            while (reader.Read()) { }
        }
        catch (JsonException e)
        {
            throw new FormatException($"Line {number} is not one JSON value: {e.Message}", e);
        }
    }
}
