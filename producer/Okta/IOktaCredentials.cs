namespace Pipeline.Producer.Okta;

/// <summary>
/// Puts credentials on a request. Asked for every request, so that rotation and fresh proofs are its own business.
/// </summary>
internal interface IOktaCredentials
{
    /// <param name="request">A request to the org these credentials are for.</param>
    /// <param name="http">The way to the org, where something must be asked for first.</param>
    /// <param name="cancel">Ends the asking.</param>
    ValueTask AuthorizeAsync(HttpRequestMessage request, HttpMessageInvoker http, CancellationToken cancel);

    /// <summary>
    /// The org answered. Returns whether other credentials can be had at once and one more try is worthwhile.
    /// </summary>
    bool IsWorthRetrying(HttpRequestMessage request, HttpResponseMessage response);

    /// <summary>
    /// Another one once other credentials were put in place, e.g. a rotated token; tells nothing about them.
    /// </summary>
    string Version { get; }

    /// <summary>What a person must do where the org refuses them with a status.</summary>
    string Advice(int status);
}
