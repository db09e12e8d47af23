namespace Pipeline.Producer.Okta;

/// <summary>What may be a token at all.</summary>
internal static class TokenText
{
    /// <summary>
    /// The token without surrounding white space; null where nothing is left or it could not be a header value.
    /// </summary>
    public static string? Clean(string text)
    {
        var token = text.Trim().Trim('\uFEFF');
        return token.Length > 0 && token.All(c => c is > ' ' and < '\u007F') ? token : null;
    }
}
