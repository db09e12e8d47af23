namespace Pipeline.Producer.Okta;

/// <summary>
/// Puts credentials on a request. Asked for every request, so that rotation and fresh proofs are its own business.
/// </summary>
internal interface IOktaCredentials
{
    ValueTask AuthorizeAsync(HttpRequestMessage request, CancellationToken cancel);

    /// <summary>
    /// The org refused them (401). Returns whether others can be had at once and one more try is worthwhile.
    /// </summary>
    /// <param name="refusal">The answer.</param>
    /// <param name="cancel">Ends it.</param>
    ValueTask<bool> RenewAsync(HttpResponseMessage refusal, CancellationToken cancel);
}
