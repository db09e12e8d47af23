using System.Text.Json;

namespace Pipeline.Processor.EventFiles;

/// <summary>Where the JSON value at the start of a text ends.</summary>
/// <param name="Length">Its bytes; 0 where it has no end in this text, or none at all.</param>
/// <param name="Error">Why it is not JSON; null where it may be.</param>
/// <param name="ErrorLine">How many lines below its start the error is.</param>
internal readonly record struct ValueFrame(int Length, string? Error, int ErrorLine)
{
    /// <summary>Whether more text is needed to tell.</summary>
    public bool IsIncomplete => Length == 0 && Error is null;

    public static ValueFrame Of(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text, isFinalBlock: false, default);
        try
        {
            return reader.Read() && reader.TrySkip() ? new ValueFrame((int)reader.BytesConsumed, null, 0) : default;
        }
        catch (JsonException e)
        {
            // The reader appends its own position, which counts from the start of the value.
            var message = e.Message.Split(" LineNumber:", 2)[0].Split(" Path:", 2)[0];
            return new ValueFrame(0, message, (int)(e.LineNumber ?? 0));
        }
    }
}
