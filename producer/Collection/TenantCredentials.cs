using Pipeline.Kafka;
using Pipeline.Producer.Okta;
using Pipeline.Producer.Okta.OAuth;

namespace Pipeline.Producer.Collection;

/// <summary>Makes a tenant's credentials of its options: an API token, or a service app. Every fault is one sentence.</summary>
internal static class TenantCredentials
{
    private const string LogScope = "okta.logs.read";
    private const string UserScope = "okta.users.read";
    private static readonly string[] Algorithms = ["RS256", "RS384", "RS512", "ES256", "ES384", "ES512"];

    /// <exception cref="ConfigurationException">The options cannot work.</exception>
    public static IOktaCredentials Of(
        string key,
        TenantOptions given,
        OrgUrl org,
        bool readsUsers,
        HttpMessageInvoker? http,
        TimeProvider time
    )
    {
        var token = !string.IsNullOrEmpty(given.ApiToken) || !string.IsNullOrEmpty(given.ApiTokenFile);
        var app = !string.IsNullOrEmpty(given.ClientId) || !string.IsNullOrEmpty(given.PrivateKeyFile);
        Require(!(token && app), $"{key} has an API token and a ClientId: keep one of the two.");
        return app ? OAuth(key, given, org, readsUsers, http, time) : new ApiTokenCredentials(Token(key, given));
    }

    private static OAuthCredentials OAuth(
        string key,
        TenantOptions given,
        OrgUrl org,
        bool readsUsers,
        HttpMessageInvoker? http,
        TimeProvider time
    )
    {
        Require(
            !string.IsNullOrWhiteSpace(given.ClientId),
            $"{key}:ClientId is missing: set the client id of the service app."
        );
        Require(
            !string.IsNullOrWhiteSpace(given.PrivateKeyFile),
            $"{key}:PrivateKeyFile is missing: set a file with the app's private key, PEM or JWK."
        );
        Require(
            given.Algorithm is null || Algorithms.Contains(given.Algorithm, StringComparer.Ordinal),
            $"{key}:Algorithm is {given.Algorithm}: use one of {string.Join(", ", Algorithms)}, or leave it out."
        );
        var source = new ClientKey(given.PrivateKeyFile!, given.KeyId, given.Algorithm);
        try
        {
            source.Credentials();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"{key}:PrivateKeyFile: {e.Message}", e);
        }

        string[] scopes = readsUsers ? [LogScope, UserScope] : [LogScope];
        var client = new OAuthClient(given.ClientId!, source, scopes, given.Dpop);
        var dpop = new DpopKey(time);
        return new OAuthCredentials(client, new TokenEndpoint(org, client, http!, dpop, time), dpop, time);
    }

    private static ITokenSource Token(string key, TenantOptions given)
    {
        var inline = !string.IsNullOrEmpty(given.ApiToken);
        var file = !string.IsNullOrEmpty(given.ApiTokenFile);
        Require(
            inline || file,
            $"{key} has no API token: set {key}:ApiTokenFile to a file that holds it, or {key}:ApiToken."
        );
        Require(!(inline && file), $"{key} has both ApiToken and ApiTokenFile: keep one of them.");
        if (inline)
        {
            return new ConfiguredToken(
                TokenText.Clean(given.ApiToken!)
                    ?? throw new ConfigurationException(
                        $"{key}:ApiToken is blank or holds spaces or special characters: paste the token alone."
                    )
            );
        }

        var source = new FileToken(given.ApiTokenFile!);
        try
        {
            source.Current();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException(
                $"{key}:ApiTokenFile {given.ApiTokenFile} cannot be read or holds no token: write the token alone "
                    + "into it and make it readable for this process.",
                e
            );
        }

        return source;
    }

    private static void Require(bool holds, string sentence)
    {
        if (!holds)
        {
            throw new ConfigurationException(sentence);
        }
    }
}
