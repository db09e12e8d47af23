using Microsoft.Extensions.Logging;
using Pipeline.Kafka;
using Pipeline.Producer.Integrations;

namespace Pipeline.Producer.Collection;

/// <summary>
/// The tenants as of now: those of the configuration, and those of the directory of integrations. A file that cannot be
/// used leaves the others be and is told once.
/// </summary>
internal sealed class TenantSource(ProducerOptions options, TimeProvider time, ILogger logger)
{
    private readonly Dictionary<string, (string Print, Tenant Tenant)> _known = new(StringComparer.Ordinal);
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);
    private bool _seen;

    /// <summary>Reads the directory again. A tenant that did not change is the same object as before.</summary>
    public IReadOnlyList<Tenant> Read()
    {
        var tenants = new Dictionary<string, Tenant>(StringComparer.Ordinal);
        var faults = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < options.Tenants.Count; i++)
        {
            // The configuration was checked at the start and does not change.
            Take($"Okta:Tenants:{i}", options.Tenants[i], tenants);
        }

        foreach (var (file, given, fault) in Files(tenants, faults))
        {
            try
            {
                if (given is null)
                {
                    throw new ConfigurationException(fault!);
                }

                Take(file, given, tenants);
            }
            catch (ConfigurationException e)
            {
                faults.Add(e.Message);
                Keep(file, tenants);
            }
        }

        Tell(faults);
        foreach (var gone in _known.Keys.Where(x => !tenants.ContainsKey(x)).ToList())
        {
            _known.Remove(gone);
        }

        return [.. tenants.Values];
    }

    /// <summary>
    /// A directory that cannot be read, or is gone after it was there, is a volume in trouble: its tenants go on.
    /// Removing the last integration leaves it empty.
    /// </summary>
    private IReadOnlyList<(string File, TenantOptions? Options, string? Fault)> Files(
        Dictionary<string, Tenant> tenants,
        HashSet<string> faults
    )
    {
        var directory = new IntegrationDirectory(options.IntegrationsDirectory);
        try
        {
            if (directory.Exists || !_seen)
            {
                var files = directory.Read();
                _seen |= directory.Exists;
                return files;
            }

            faults.Add($"{directory.Path} is gone: mount or create it again. Its tenants go on until then.");
        }
        catch (ConfigurationException e)
        {
            faults.Add($"{e.Message} Its tenants go on until it can be.");
        }

        foreach (var (name, known) in _known)
        {
            tenants.TryAdd(name, known.Tenant);
        }

        return [];
    }

    private void Take(string key, TenantOptions given, Dictionary<string, Tenant> tenants)
    {
        var print = Print(given);
        var name = given.Name ?? "";
        var tenant =
            _known.TryGetValue(name, out var known) && known.Print == print
                ? known.Tenant
                : TenantCatalogue.Of(key, given, options, time);
        if (!tenants.TryAdd(tenant.Name, tenant))
        {
            throw new ConfigurationException($"{key}:Name {tenant.Name} is used twice: give each tenant its own name.");
        }

        _known[tenant.Name] = (print, tenant);
    }

    /// <summary>A file that is being written, or was broken by hand, does not end a collection that works.</summary>
    private void Keep(string file, Dictionary<string, Tenant> tenants)
    {
        var name = Path.GetFileNameWithoutExtension(file);
        if (_known.TryGetValue(name, out var known))
        {
            tenants.TryAdd(name, known.Tenant);
        }
    }

    private void Tell(HashSet<string> faults)
    {
        foreach (var fault in faults.Where(_told.Add))
        {
            logger.LogError("Integration not used as it is now: {Fault}", fault);
        }

        _told.RemoveWhere(x => !faults.Contains(x));
    }

    /// <summary>
    /// What makes it another one. Secrets in files are read again with each use and are no part of it.
    /// </summary>
    private static string Print(TenantOptions x) =>
        string.Join(
            '\u001f',
            x.Name,
            x.OrgUrl,
            x.ApiToken,
            x.ApiTokenFile,
            x.ClientId,
            x.PrivateKeyFile,
            x.KeyId,
            x.Algorithm,
            x.Dpop,
            x.RateShare
        );
}
