using Pipeline.Kafka;
using Pipeline.Producer.Okta;
using Pipeline.Producer.Okta.OAuth;

namespace Pipeline.Producer.Collection;

/// <summary>Checks a tenant's credentials and makes them: an API token, or OAuth 2.0.</summary>
internal static class TenantCredentials
{
    /// <exception cref="ConfigurationException">They cannot work.</exception>
    public static IOktaCredentials Of(string key, TenantOptions given, OrgUrl org, TimeProvider time)
    {
        var isOAuth = !string.IsNullOrEmpty(given.ClientId) || !string.IsNullOrEmpty(given.PrivateKeyFile);
        if (!isOAuth)
        {
            return new ApiTokenCredentials(Token(key, given));
        }

        Require(
            string.IsNullOrEmpty(given.ApiToken) && string.IsNullOrEmpty(given.ApiTokenFile),
            $"{key} has an API token and ClientId or PrivateKeyFile: keep one kind of credentials."
        );
        Require(
            given.ClientId is { } id && id.Length > 0 && id.All(c => c is > ' ' and < '\u007F'),
            $"{key}:ClientId is missing or no client id: set the one of the app, e.g. 0oa1abcd."
        );
        Require(
            !string.IsNullOrEmpty(given.PrivateKeyFile),
            $"{key}:PrivateKeyFile is missing: set it to a file with the app's private key, PEM or JWK."
        );
        var file = new SigningKeyFile(given.PrivateKeyFile!, given.KeyId, given.Algorithm);
        try
        {
            file.Current();
        }
        catch (IOException e)
        {
            throw new ConfigurationException($"{key}:PrivateKeyFile: {e.Message}");
        }

        return new OAuthCredentials(org, given.ClientId!, file, given.Dpop, time);
    }

    private static ITokenSource Token(string key, TenantOptions given)
    {
        var inline = !string.IsNullOrEmpty(given.ApiToken);
        var file = !string.IsNullOrEmpty(given.ApiTokenFile);
        Require(
            inline || file,
            $"{key} has no API token: set {key}:ApiTokenFile to a file that holds it, or {key}:ApiToken; or "
                + $"{key}:ClientId and {key}:PrivateKeyFile for OAuth 2.0."
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
