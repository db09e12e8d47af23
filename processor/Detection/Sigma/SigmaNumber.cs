using System.Globalization;

namespace Pipeline.Processor.Detection.Sigma;

/// <summary>Numbers of rules and events: decimal, so that long integers stay exact.</summary>
internal static class SigmaNumber
{
    private const NumberStyles Style =
        NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <returns>Null for what is no number, or lies outside of what a decimal can hold.</returns>
    public static decimal? Parse(string text) =>
        decimal.TryParse(text, Style, CultureInfo.InvariantCulture, out var number) ? number : null;
}
