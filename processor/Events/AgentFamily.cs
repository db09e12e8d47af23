using Pipeline.Schemas.LogEvents;

namespace Pipeline.Processor.Events;

/// <summary>
/// A client's system and browser without versions, so that an update does not look like a new device.
/// </summary>
internal static class AgentFamily
{
    private const int MaxLength = 40;

    public static string? Of(OktaEvent e)
    {
        Span<char> kept = stackalloc char[MaxLength];
        var length = 0;
        if (e.UserAgent is not null && IsUnknown(e.Os) && IsUnknown(e.Browser))
        {
            // A program: Okta knows neither system nor browser, and what it calls itself comes first.
            var name = e.UserAgent.AsSpan();
            Keep(name.IndexOfAny('/', ' ') is > 0 and var end ? name[..end] : name, kept, ref length);
        }
        else if (e.Os is not null && e.Browser is not null)
        {
            Keep(WithoutName(e.Os), kept, ref length);
            Keep("/", kept, ref length);
            Keep(e.Browser, kept, ref length);
        }
        else if (e.UserAgent is not null)
        {
            Keep(e.UserAgent, kept, ref length);
        }
        else
        {
            return null;
        }

        return Vocabulary.Of(kept[..length]);
    }

    private static bool IsUnknown(string? part) => string.Equals(part, "unknown", StringComparison.OrdinalIgnoreCase);

    /// <summary>"Mac OS 15.5 (Sequoia)": what is in brackets is the version once more.</summary>
    private static ReadOnlySpan<char> WithoutName(string os) =>
        os.IndexOf('(', StringComparison.Ordinal) is > 0 and var bracket ? os.AsSpan(0, bracket) : os;

    /// <summary>Adds the letters of a text, as long as there is room.</summary>
    private static void Keep(ReadOnlySpan<char> text, Span<char> kept, ref int length)
    {
        foreach (var letter in text)
        {
            if (length == kept.Length)
            {
                break;
            }

            if (letter is > ' ' and < (char)127 && !char.IsAsciiDigit(letter) && letter != '.')
            {
                kept[length++] = letter;
            }
        }
    }
}
