using System.Globalization;

namespace Pipeline.Processor.Detection.Sigma;

/// <summary>Numbers of rules and events: decimal, so that long integers stay exact.</summary>
internal static class SigmaNumber
{
    private const NumberStyles Style =
        NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <returns>Null for what is no number, or lies outside of what a decimal can hold (some 7.9e28).</returns>
    public static decimal? Parse(string text) =>
        decimal.TryParse(text, Style, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>
    /// A number to be measured against a bound: one beyond all bounds is the greatest or least there is.
    /// </summary>
    /// <returns>Null for what is no number.</returns>
    public static decimal? Measure(string text) =>
        Parse(text)
        ?? (
            double.TryParse(text, Style, CultureInfo.InvariantCulture, out var number) && !double.IsNaN(number)
                ? number > 0
                    ? decimal.MaxValue
                    : decimal.MinValue
                : null
        );
}
