using System.Globalization;

namespace Pipeline.Local.Pipeline;

/// <summary>Durations as people type them: <c>30s</c>, <c>5m</c>, <c>1h</c>, or seconds.</summary>
internal static class Duration
{
    public static bool TryParse(string text, out TimeSpan duration)
    {
        var unit = text.Length > 0 ? text[^1] : ' ';
        var seconds = unit switch
        {
            'm' => 60,
            'h' => 3600,
            _ => 1,
        };
        var number = char.IsAsciiLetter(unit) ? text[..^1] : text;
        var known = unit is 's' or 'm' or 'h' || char.IsAsciiDigit(unit);
        var parsed = double.TryParse(
            number,
            NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture,
            out var value
        );
        duration = parsed && value <= 1_000_000 ? TimeSpan.FromSeconds(value * seconds) : TimeSpan.Zero;
        return known && parsed && value is > 0 and <= 1_000_000;
    }
}
