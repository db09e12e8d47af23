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
    /// Share of the rate limit to use, above 0 up to 1. Default: <see cref="ProducerOptions.RateShare"/>.
    /// </summary>
    public double? RateShare { get; set; }

    /// <summary>Never a secret.</summary>
    public override string ToString() => $"{Name} at an Okta org";
}
