namespace Pipeline.Producer.Okta;

/// <summary>What of a request must be seen nowhere else.</summary>
internal static class SentSecrets
{
    public static IReadOnlyList<string> Of(HttpRequestMessage request)
    {
        var secrets = new List<string>();
        if (request.Headers.Authorization?.Parameter is { Length: > 0 } token)
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
