namespace Pipeline.Producer.Okta;

/// <summary>
/// A body that is no JSON array: a proxy's page, an error with status 200. Nothing of it may be published.
/// </summary>
internal sealed class UnreadablePageException(string message) : Exception(message);
