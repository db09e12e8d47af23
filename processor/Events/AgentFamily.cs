namespace Pipeline.Processor.Events;

/// <summary>
/// A client's system and browser without versions, so that an update does not look like a new device.
/// </summary>
internal static class AgentFamily
{
    private const int MaxLength = 40;

    public static string? Of(OktaEvent e)
    {
        if (e.Os is not null && e.Browser is not null)
        {
            return WithoutVersions($"{e.Os}/{e.Browser}");
        }

        return e.UserAgent is { } agent ? WithoutVersions(agent) : null;
    }

    private static string WithoutVersions(string text)
    {
        Span<char> kept = stackalloc char[MaxLength];
        var length = 0;
        foreach (var letter in text)
        {
            if (length == MaxLength)
            {
                break;
            }

            if (letter is > ' ' and < (char)127 && !char.IsAsciiDigit(letter) && letter != '.')
            {
                kept[length++] = letter;
            }
        }

        return Vocabulary.Of(kept[..length]);
    }
}
