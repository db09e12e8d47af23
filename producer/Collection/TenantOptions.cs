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

    /// <summary>Client id of a service app, instead of an API token (OAuth 2.0, <c>private_key_jwt</c>).</summary>
    public string? ClientId { get; set; }

    /// <summary>A file with the app's private key, PEM or JWK; a changed file is used from the next token on.</summary>
    public string? PrivateKeyFile { get; set; }

    /// <summary>Id of the key as registered with the app (<c>kid</c>). Default: the JWK's own.</summary>
    public string? KeyId { get; set; }

    /// <summary>RS256, RS384, RS512, ES256, ES384 or ES512. Default: what fits the key.</summary>
    public string? Algorithm { get; set; }

    /// <summary>Whether tokens are bound to a key of this process. Default: where the org asks for it.</summary>
    public Okta.OAuth.DpopMode Dpop { get; set; }

    /// <summary>
    /// Share of the rate limit to use, above 0 up to 1. Default: <see cref="ProducerOptions.RateShare"/>.
    /// </summary>
    public double? RateShare { get; set; }

    /// <summary>Never a secret.</summary>
    public override string ToString() => $"{Name} at an Okta org";
}
