namespace Pipeline.Producer.Okta;

/// <summary>A body ended before its array did, or its array breaks between two elements: it is read again.</summary>
/// <param name="message">What is wrong.</param>
/// <param name="remainder">
/// What follows the last whole element, where the body arrived to its end; null where the connection broke.
/// </param>
/// <param name="inner">The broken connection.</param>
internal sealed class TruncatedPageException(string message, byte[]? remainder, Exception? inner = null)
    : Exception(message, inner)
{
    public byte[]? Remainder { get; } = remainder;
}
