namespace Pipeline.Producer.Collection;

/// <summary>One integration, <c>Okta:Tenants:n</c>.</summary>
public sealed class TenantOptions
{
    /// <summary>Short name of the integration; the key of its records.</summary>
    public string? Name { get; set; }

    /// <summary>The org, e.g. <c>https://acme.okta.com</c>.</summary>
    public string? OrgUrl { get; set; }

    /// <summary>The API token itself; or <see cref="ApiTokenFile"/>.</summary>
    public string? ApiToken { get; set; }

    /// <summary>A file that holds the API token; a changed file is used from the next request on.</summary>
    public string? ApiTokenFile { get; set; }

    /// <summary>
    /// Client id of the org's service app, for OAuth 2.0 instead of an API token; with <see cref="PrivateKeyFile"/>.
    /// </summary>
    public string? ClientId { get; set; }

    /// <summary>A file with the app's private key, PEM or JWK; a changed file is used for the next token.</summary>
    public string? PrivateKeyFile { get; set; }

    /// <summary>Key id of the private key in the app; not needed where a JWK names it or the app has one key.</summary>
    public string? KeyId { get; set; }

    /// <summary>RS256 (default for RSA keys), RS384, RS512; ES256, ES384 or ES512 by the curve of an EC key.</summary>
    public string? SigningAlgorithm { get; set; }

    /// <summary>Whether tokens are bound to a key: <c>auto</c> (as the org asks), <c>true</c> or <c>false</c>.</summary>
    public string Dpop { get; set; } = "auto";

    /// <summary>
    /// Share of the rate limit to use, above 0 up to 1. Default: <see cref="ProducerOptions.RateShare"/>.
    /// </summary>
    public double? RateShare { get; set; }

    /// <summary>Never a secret.</summary>
    public override string ToString() => $"{Name} at an Okta org";
}
