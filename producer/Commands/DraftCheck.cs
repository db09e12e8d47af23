using Pipeline.Producer.Collection;
using Pipeline.Producer.Integrations;
using Pipeline.Producer.Okta;

namespace Pipeline.Producer.Commands;

/// <summary>What has to hold before an integration or a new secret of it is saved.</summary>
internal static class DraftCheck
{
    /// <summary>Says on standard error what was found. Null: the org refuses, and nothing may be saved.</summary>
    /// <exception cref="Kafka.ConfigurationException">What was given cannot work.</exception>
    public static async Task<Tenant?> PassAsync(
        TenantOptions given,
        ProducerOptions options,
        bool offline,
        CancellationToken stop
    )
    {
        using var handler = OktaHttp.Handler(options.Proxy);
        using var http = new HttpMessageInvoker(handler);
        var tenant = TenantCatalogue.Of("The integration", given, options, TimeProvider.System);
        if (!tenant.Org.IsKnownSuffix)
        {
            await Console.Error.WriteLineAsync($"Note: {tenant.Org.Text} is no domain that Okta documents.");
        }

        if (offline)
        {
            return tenant;
        }

        var (good, lines) = await new OrgCheck(http, TimeProvider.System).RunAsync(tenant, options.CountLicences, stop);
        foreach (var line in lines)
        {
            await Console.Error.WriteLineAsync(line);
        }

        if (good)
        {
            return tenant;
        }

        await Console.Error.WriteLineAsync("Nothing was saved.");
        return null;
    }
}
