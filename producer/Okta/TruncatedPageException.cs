namespace Pipeline.Producer.Okta;

/// <summary>A body ended before its array did: nothing of the page may be published, it is read again.</summary>
internal sealed class TruncatedPageException(string message, Exception? inner = null) : Exception(message, inner);
