using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Pipeline.Schemas.LogEvents;

/// <summary>
/// The words of the log: event types, countries, providers, programs, people. They come again and again, so one string
/// stands for all of the same; the memory of timelines and the work of the collector shrink with it.
/// </summary>
/// <remarks>A table of one place for each hash, so it is bounded; one for each thread, so it needs no lock.</remarks>
public static class Vocabulary
{
    /// <summary>Room for the people and devices of an org of some thousands beside the words of the log.</summary>
    private const int Places = 32768;

    private const int MaxLength = 256;

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    [ThreadStatic]
    private static string?[]? _words;

    /// <summary>The text of a scalar, as <see cref="EventView.TextOf"/> reads it.</summary>
    public static string? TextOf(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.String)
        {
            return EventView.TextOf(element);
        }

        var text = JsonMarshal.GetRawUtf8Value(element)[1..^1];
        // What is escaped must be read first; all the rest stands there as it is.
        return text.Contains((byte)'\\') ? element.GetString() : Of(text);
    }

    /// <summary>The one string for a word in UTF-8; of longer texts one of its own.</summary>
    /// <exception cref="DecoderFallbackException">The bytes are no UTF-8.</exception>
    public static string Of(ReadOnlySpan<byte> word)
    {
        if (word.IsEmpty || word.Length > MaxLength)
        {
            return StrictUtf8.GetString(word);
        }

        ref var place = ref PlaceOf(word);
        // Only ASCII compares: other words are made anew each time.
        return place is not null && Ascii.Equals(word, place) ? place : place = StrictUtf8.GetString(word);
    }

    /// <summary>The one string for a word.</summary>
    public static string Of(string word)
    {
        ref var place = ref PlaceOf(MemoryMarshal.AsBytes(word.AsSpan()));
        return place == word ? place : place = word;
    }

    /// <summary>The one string for a word.</summary>
    public static string Of(ReadOnlySpan<char> word)
    {
        ref var place = ref PlaceOf(MemoryMarshal.AsBytes(word));
        return place is not null && word.SequenceEqual(place) ? place : place = new string(word);
    }

    private static ref string? PlaceOf(ReadOnlySpan<byte> text)
    {
        _words ??= new string?[Places];
        return ref _words[(int)(Hash(text) % Places)];
    }

    /// <summary>Length and both ends: enough to tell words apart, and it costs the same for all.</summary>
    private static uint Hash(ReadOnlySpan<byte> text)
    {
        ulong head = 0;
        ulong tail = 0;
        if (text.Length >= sizeof(ulong))
        {
            head = BinaryPrimitives.ReadUInt64LittleEndian(text);
            tail = BinaryPrimitives.ReadUInt64LittleEndian(text[^sizeof(ulong)..]);
        }
        else
        {
            foreach (var letter in text)
            {
                head = (head << 8) | letter;
            }
        }

        var mixed = ((head * 0x9E3779B97F4A7C15) ^ (tail * 0xC2B2AE3D27D4EB4F)) + (ulong)text.Length;
        return (uint)((mixed * 0x9E3779B97F4A7C15) >> 40);
    }
}
