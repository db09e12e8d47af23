using Pipeline.Kafka;
using Pipeline.Producer.Collection;

namespace Pipeline.Producer.Integrations;

/// <summary>
/// What of the directory of integrations a running producer would use, and what is wrong with the rest.
/// </summary>
internal static class IntegrationsCheck
{
    private const UnixFileMode Others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <param name="options">The producer's.</param>
    /// <param name="configured">Tenants of the configuration, whose names are taken.</param>
    /// <param name="time">The clock.</param>
    public static (IReadOnlyList<Tenant> Tenants, IReadOnlyList<string> Faults) Of(
        ProducerOptions options,
        IReadOnlyList<Tenant> configured,
        TimeProvider time
    )
    {
        var tenants = new List<Tenant>();
        var faults = new List<string>();
        var orgs = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var names = configured.ToDictionary(x => x.Name, _ => "the configuration", StringComparer.Ordinal);
        foreach (var tenant in configured)
        {
            orgs.TryAdd(tenant.Org.Text, tenant.Name);
        }

        foreach (var (file, given, fault) in Files(options, faults))
        {
            try
            {
                var tenant = given is null
                    ? throw new ConfigurationException(fault!)
                    : TenantCatalogue.Of(file, given, options, time);
                faults.AddRange(Open(file, given));
                if (!names.TryAdd(tenant.Name, file))
                {
                    faults.Add($"{file}: the name {tenant.Name} is taken by {names[tenant.Name]}: use another.");
                    continue;
                }

                if (!orgs.TryAdd(tenant.Org.Text, tenant.Name))
                {
                    faults.Add(
                        $"{file}: {tenant.Org.Text} is collected already, as {orgs[tenant.Org.Text]}: every event "
                            + "would be there twice; remove one of the two."
                    );
                }

                tenants.Add(tenant);
            }
            catch (ConfigurationException e)
            {
                faults.Add(e.Message);
            }
        }

        return (tenants, faults);
    }

    private static IReadOnlyList<(string File, TenantOptions? Options, string? Fault)> Files(
        ProducerOptions options,
        List<string> faults
    )
    {
        try
        {
            return new IntegrationDirectory(options.IntegrationsDirectory).Read();
        }
        catch (ConfigurationException e)
        {
            faults.Add(e.Message);
            return [];
        }
    }

    /// <summary>
    /// Secrets that every user of this machine may read. Links are left out: a mounted Secret is made of them, and only
    /// its pod sees it.
    /// </summary>
    private static IEnumerable<string> Open(string file, TenantOptions given)
    {
        if (OperatingSystem.IsWindows())
        {
            yield break;
        }

        foreach (var secret in new[] { given.ApiTokenFile, given.PrivateKeyFile })
        {
            if (
                File.Exists(secret)
                && new FileInfo(secret).LinkTarget is null
                && (File.GetUnixFileMode(secret) & Others) != UnixFileMode.None
            )
            {
                yield return $"{file}: its secret {secret} is open to every user of this machine: run chmod 600 on it.";
            }
        }
    }
}
