using System.Globalization;
using Pipeline.Local.Simulation.Scenario;

namespace Pipeline.Local.Simulation.Api;

/// <summary>
/// What an <c>after</c> means. It stands for itself: the org keeps no list of the cursors it gave out.
/// </summary>
/// <param name="Ms">Polling: persistence time of the last event served; bounded: its published.</param>
/// <param name="Position">Polling: the next position to serve; bounded: the last position served.</param>
/// <param name="SinceMs">Bounded: the range goes on; null when polling.</param>
internal sealed record Cursor(long Ms, int Position, long? SinceMs = null)
{
    /// <param name="key">The seed and what else makes cursors of another org, or of before a rejection,
    /// unknown.</param>
    public string Encode(ulong key)
    {
        var payload = SinceMs is { } since
            ? string.Create(CultureInfo.InvariantCulture, $"{Ms}_{Position}_{since}")
            : string.Create(CultureInfo.InvariantCulture, $"{Ms}_{Position}");
        return $"{payload}_{Check(payload, key)}";
    }

    /// <summary>Null for whatever this org did not give out under this key.</summary>
    public static Cursor? Decode(string text, ulong key)
    {
        var end = text.LastIndexOf('_');
        if (end < 0 || text[(end + 1)..] != Check(text[..end], key))
        {
            return null;
        }

        var parts = text[..end].Split('_');
        return new Cursor(
            long.Parse(parts[0], CultureInfo.InvariantCulture),
            int.Parse(parts[1], CultureInfo.InvariantCulture),
            parts.Length > 2 ? long.Parse(parts[2], CultureInfo.InvariantCulture) : null
        );
    }

    private static string Check(string payload, ulong key)
    {
        foreach (var c in payload)
        {
            key = Mix.Hash(key, c);
        }

        return key.ToString("x16", CultureInfo.InvariantCulture);
    }
}
