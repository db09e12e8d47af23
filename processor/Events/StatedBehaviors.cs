using System.Collections.Concurrent;

namespace Pipeline.Processor.Events;

/// <summary>
/// What Okta's behaviour detection said, from the two texts that carry it. Okta writes few different ones again and
/// again, so what was read is remembered, within bounds.
/// </summary>
internal static class StatedBehaviors
{
    private const int MaxRemembered = 4096;

    /// <summary>A longer text is read anew each time.</summary>
    private const int MaxLength = 2000;

    private static readonly ConcurrentDictionary<(string?, string?), Dictionary<string, string>> Remembered = new();
    private static readonly Dictionary<string, string> Nothing = new(StringComparer.OrdinalIgnoreCase);

    /// <returns>Result by name, in capital letters; nobody may change it.</returns>
    public static Dictionary<string, string> Of(string? logOnlySecurityData, string? behaviors)
    {
        if (logOnlySecurityData is null && behaviors is null)
        {
            return Nothing;
        }

        var key = (logOnlySecurityData, behaviors);
        if (Remembered.TryGetValue(key, out var known))
        {
            return known;
        }

        var read = Read(logOnlySecurityData, behaviors);
        if ((logOnlySecurityData?.Length ?? 0) + (behaviors?.Length ?? 0) <= MaxLength)
        {
            if (Remembered.Count >= MaxRemembered)
            {
                Remembered.Clear();
            }

            Remembered[key] = read;
        }

        return read;
    }

    private static Dictionary<string, string> Read(string? logOnlySecurityData, string? text)
    {
        // Okta has seven behaviours.
        var behaviors = new Dictionary<string, string>(8, StringComparer.OrdinalIgnoreCase);
        if (logOnlySecurityData is { Length: > 2 })
        {
            LogOnlySecurityData.ReadBehaviors(logOnlySecurityData, behaviors);
        }

        if (text is not null)
        {
            BehaviorText.Read(text, behaviors);
        }

        return behaviors;
    }
}
