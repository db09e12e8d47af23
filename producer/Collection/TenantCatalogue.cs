using Pipeline.Kafka;
using Pipeline.Producer.Collection.Reconciliation;
using Pipeline.Producer.Okta;

namespace Pipeline.Producer.Collection;

/// <summary>
/// Checks the options and makes the tenants of them. Every fault is one sentence with the key and the fix.
/// </summary>
internal static class TenantCatalogue
{
    private const int MaxName = 100;

    /// <exception cref="ConfigurationException">The options cannot work.</exception>
    /// <param name="options">Section <c>Okta</c>.</param>
    /// <param name="http">The way to Okta, for OAuth tokens; null where the options are only checked.</param>
    /// <param name="time">The clock.</param>
    public static IReadOnlyList<Tenant> Of(
        ProducerOptions options,
        HttpMessageInvoker? http = null,
        TimeProvider? time = null
    )
    {
        Check(options);
        var tenants = new List<Tenant>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < options.Tenants.Count; i++)
        {
            var key = $"Okta:Tenants:{i}";
            var tenant = Of(key, options.Tenants[i], options, http, time ?? TimeProvider.System);
            Require(names.Add(tenant.Name), $"{key}:Name {tenant.Name} is used twice: give each tenant its own name.");
            tenants.Add(tenant);
        }

        return tenants;
    }

    /// <summary>One tenant of its options.</summary>
    /// <exception cref="ConfigurationException">The options cannot work.</exception>
    public static Tenant Of(
        string key,
        TenantOptions given,
        ProducerOptions options,
        HttpMessageInvoker? http,
        TimeProvider time
    )
    {
        var name = Name(key, given.Name);
        if (!OrgUrl.TryParse(given.OrgUrl, out var org, out var fault))
        {
            throw new ConfigurationException($"{key}:OrgUrl {fault}.");
        }

        var share = given.RateShare ?? options.RateShare;
        Require(share is > 0 and <= 1, $"{key}:RateShare is {share}: set a share above 0 up to 1, e.g. 0.5.");
        return new Tenant(name, org!, TenantCredentials.Of(key, given, org!, options.CountLicences, http, time), share);
    }

    private static void Check(ProducerOptions options)
    {
        Require(
            options.PollInterval >= TimeSpan.FromSeconds(1) && options.PollInterval <= TimeSpan.FromHours(1),
            $"Okta:PollInterval is {options.PollInterval}: set 00:00:01 to 01:00:00, e.g. 00:00:05."
        );
        Require(
            options.Since >= TimeSpan.Zero && options.Since <= TimeSpan.FromDays(90),
            $"Okta:Since is {options.Since}: set 0 to 90 days, e.g. 7.00:00:00; Okta keeps 90 days."
        );
        Require(
            options.RateShare is > 0 and <= 1,
            $"Okta:RateShare is {options.RateShare}: set a share above 0 up to 1, e.g. 0.5."
        );
        Require(
            options.MaxConcurrentPages is >= 1 and <= 1000,
            $"Okta:MaxConcurrentPages is {options.MaxConcurrentPages}: set 1 to 1000, e.g. 16."
        );
        Require(
            options.MaxEventBytes >= 1024,
            $"Okta:MaxEventBytes is {options.MaxEventBytes}: set 1024 or more, e.g. 900000."
        );
        Check(options.Reconcile);
        Require(
            options.DrainTimeout > TimeSpan.Zero,
            $"Okta:DrainTimeout is {options.DrainTimeout}: set a time above zero, e.g. 00:00:20."
        );
        Require(
            !string.IsNullOrWhiteSpace(options.ApplicationId),
            "Okta:ApplicationId is empty: leave it out for okta-producer, or name the group of these replicas."
        );
        Require(
            options.Proxy is null
                || (Uri.TryCreate(options.Proxy, UriKind.Absolute, out var proxy) && proxy.Host != ""),
            "Okta:Proxy is no URL: use the form http://proxy.example:3128, or leave it out."
        );
        Require(
            options.Tenants.Count > 0 || Directory.Exists(options.IntegrationsDirectory),
            "There is no org to collect: run `okta-producer integrations add`, or set Okta__Tenants__0__Name, "
                + "Okta__Tenants__0__OrgUrl and Okta__Tenants__0__ApiTokenFile."
        );
    }

    private static void Check(ReconcileOptions options)
    {
        Require(
            options.Every == TimeSpan.Zero
                || (options.Every >= TimeSpan.FromSeconds(1) && options.Every <= TimeSpan.FromDays(1)),
            $"Okta:Reconcile:Every is {options.Every}: set 00:00:01 to 1.00:00:00, e.g. 01:00:00, or 0 to turn it off."
        );
        Require(
            options.Delay >= TimeSpan.Zero && options.Delay <= TimeSpan.FromDays(7),
            $"Okta:Reconcile:Delay is {options.Delay}: set 0 to 7 days, e.g. 02:00:00."
        );
        Require(
            options.RateReserve is > 0 and < 1,
            $"Okta:Reconcile:RateReserve is {options.RateReserve}: set a share above 0 and below 1, e.g. 0.2."
        );
        Require(
            options.MaxIds is >= 1000 and <= 100_000_000,
            $"Okta:Reconcile:MaxIds is {options.MaxIds}: set 1000 to 100000000, e.g. 1000000."
        );
    }

    private static string Name(string key, string? name)
    {
        Require(!string.IsNullOrWhiteSpace(name), $"{key}:Name is missing: give the tenant a short name, e.g. acme.");
        Require(
            name!.Length <= MaxName
                && name.Trim().Length == name.Length
                && name.All(c => c is not ('/' or '|') && !char.IsControl(c) && !char.IsSurrogate(c)),
            $"{key}:Name is not usable in record keys: use at most {MaxName} characters without /, |, control "
                + "characters or surrounding spaces, e.g. acme."
        );
        return name;
    }

    private static void Require(bool holds, string sentence)
    {
        if (!holds)
        {
            throw new ConfigurationException(sentence);
        }
    }
}
