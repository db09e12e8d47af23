namespace Pipeline.Producer.Okta.OAuth;

/// <summary>Judges what the token endpoint answers instead of a token. Pure.</summary>
internal static class TokenRefusal
{
    /// <param name="status">Its status, not 200.</param>
    /// <param name="body">Its body: <c>error</c> and <c>error_description</c>, or Okta's own form, or anything.</param>
    /// <param name="secrets">What was sent and must not be shown.</param>
    public static OktaFailure Of(int status, ReadOnlySpan<byte> body, IReadOnlyList<string> secrets)
    {
        var (code, description) = OktaFailure.Read(body, "error", "error_description", secrets);
        if (code is null)
        {
            (code, description) = OktaFailure.Read(body, "errorCode", "errorSummary", secrets);
        }

        var kind = status switch
        {
            400 or 401 or 403 => FailureKind.Auth,
            // A limit of the token endpoint says nothing about the API's, so it is simply tried again later.
            (>= 200 and < 300) or 408 or 429 or >= 500 => FailureKind.Transient,
            _ => FailureKind.Configuration,
        };
        var parts = new[] { $"no access token: HTTP {status}", code, description };
        return new OktaFailure(kind, status, code, string.Join(' ', parts.Where(x => !string.IsNullOrEmpty(x))));
    }
}
