namespace Pipeline.Processor.Events;

/// <summary>The ways in which Okta writes "there is none" where an identifier or address belongs.</summary>
internal static class AbsentText
{
    /// <summary>The text, or null where it stands for nothing: such values must never join two events.</summary>
    public static string? ToNull(string? text) =>
        string.IsNullOrWhiteSpace(text)
        || text is "-"
        || text.Equals("unknown", StringComparison.OrdinalIgnoreCase)
        || text.Equals("null", StringComparison.OrdinalIgnoreCase)
            ? null
            : text;
}
