namespace Pipeline.Producer.Okta;

/// <summary>What of a request must be seen nowhere else.</summary>
internal static class SentSecrets
{
    /// <summary>
    /// Okta's tokens have 42 characters. A shorter text may be part of anything, such as the placeholder of a demo: to
    /// see it in a link proves nothing, and must not end a collection.
    /// </summary>
    private const int MinLength = 8;

    public static IReadOnlyList<string> Of(HttpRequestMessage request)
    {
        var secrets = new List<string>();
        if (request.Headers.Authorization?.Parameter is { Length: >= MinLength } token)
        {
            secrets.Add(token);
        }

        if (request.Headers.NonValidated.TryGetValues("DPoP", out var proofs))
        {
            secrets.AddRange(proofs);
        }

        return secrets;
    }
}
