using System.Text.Json;
using System.Text.Unicode;

namespace Pipeline.Schemas.LogEvents;

/// <summary>
/// The three fields that name an event and where they are in its text: what <see cref="EventView"/> reads, from one
/// look that builds no document.
/// </summary>
/// <remarks>
/// Only for texts that are written as Okta writes them. Anything unusual (an escape in one of the fields or keys,
/// another form of time, a field that is missing) has no head, so that there is one reading of it: the view's.
/// </remarks>
public sealed record EventHead(Range Uuid, Range EventType, Range PublishedText, DateTimeOffset Published)
{
    /// <summary>Reads the event a text begins with.</summary>
    /// <param name="text">It begins with the brace of an object; whatever follows the object is not looked at.</param>
    /// <param name="length">The bytes of the object; 0 where it is malformed or its end is not there.</param>
    /// <returns>Null where the object is an unusual event or none.</returns>
    public static EventHead? Read(ReadOnlySpan<byte> text, out int length)
    {
        length = 0;
        var reader = new Utf8JsonReader(text, isFinalBlock: false, new JsonReaderState(EventView.ReaderOptions));
        try
        {
            var fields = new Fields();
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1)
                {
                    fields.Take(ref reader);
                }
                else if (reader.TokenType == JsonTokenType.EndObject && reader.CurrentDepth == 0)
                {
                    length = (int)reader.BytesConsumed;
                    return Utf8.IsValid(text[..length]) ? fields.Head() : null;
                }
            }
        }
        catch (JsonException)
        {
            // The view says what is wrong.
        }

        return null;
    }

    /// <summary>Where the fields are, so far; of a key given twice the last value counts.</summary>
    private ref struct Fields
    {
        private Range? _uuid;
        private Range? _eventType;
        private Range? _published;
        private DateTimeOffset _time;
        private bool _isUnusual;

        /// <summary>Takes the value of the key the reader stands at, if it is one of the three.</summary>
        public void Take(ref Utf8JsonReader reader)
        {
            if (reader.ValueIsEscaped)
            {
                _isUnusual = true;
            }
            else if (reader.ValueSpan.SequenceEqual("uuid"u8))
            {
                _uuid = Text(ref reader);
            }
            else if (reader.ValueSpan.SequenceEqual("eventType"u8))
            {
                _eventType = Text(ref reader);
            }
            else if (reader.ValueSpan.SequenceEqual("published"u8))
            {
                _published = Text(ref reader);
                _isUnusual |=
                    _published is null
                    || !OktaTime.HasForm(reader.ValueSpan)
                    || !reader.TryGetDateTimeOffset(out _time);
            }
        }

        public readonly EventHead? Head() =>
            !_isUnusual && _uuid is { } uuid && _eventType is { } eventType && _published is { } published
                ? new EventHead(uuid, eventType, published, _time)
                : null;

        private static Range? Text(ref Utf8JsonReader reader)
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.String || reader.ValueIsEscaped)
            {
                return null;
            }

            // Behind the quote.
            var start = (int)reader.TokenStartIndex + 1;
            return reader.ValueSpan.Length > 0 ? start..(start + reader.ValueSpan.Length) : null;
        }
    }
}
