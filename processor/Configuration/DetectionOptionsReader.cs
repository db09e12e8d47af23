using System.Collections.Frozen;
using System.Net;
using Microsoft.Extensions.Configuration;
using Pipeline.Kafka;
using Pipeline.Processor.Detection;

namespace Pipeline.Processor.Configuration;

/// <summary>
/// Reads section <c>Detection</c> and refuses what it does not understand: a mistyped key must not go unnoticed.
/// </summary>
internal sealed class DetectionOptionsReader
{
    public const string Section = "Detection";
    private const string Defaults = "Defaults";
    private const string Tenants = "Tenants";
    private const string Rules = "Rules";
    private static readonly TimeSpan MaxLateness = TimeSpan.FromHours(24);

    private static readonly FrozenSet<string> Keys = typeof(DetectionSection)
        .GetProperties()
        .Select(x => x.Name)
        .Append(Rules)
        .ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private readonly FrozenDictionary<string, Type?> _rules;
    private readonly FrozenSet<string> _others;

    /// <param name="detections">The detections in C#, whose options may be set.</param>
    /// <param name="others">Ids of other rules, which may be switched off.</param>
    public DetectionOptionsReader(IEnumerable<DetectionInfo> detections, IEnumerable<string> others)
    {
        _rules = detections.ToFrozenDictionary(x => x.Id, x => x.Options, StringComparer.OrdinalIgnoreCase);
        _others = others.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The options of every tenant that has some, and those of all others under an empty name.</summary>
    /// <exception cref="ConfigurationException">A key or value is not understood.</exception>
    public IReadOnlyDictionary<string, DetectionOptions> Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        foreach (var child in section.GetChildren())
        {
            if (!Is(child.Key, Defaults) && !Is(child.Key, Tenants))
            {
                throw Unknown(child, $"{Section} has {Defaults} and {Tenants}");
            }
        }

        var defaults = section.GetSection(Defaults);
        Check(defaults);
        var options = new Dictionary<string, DetectionOptions>(StringComparer.Ordinal) { [""] = Of(defaults, null) };
        foreach (var tenant in section.GetSection(Tenants).GetChildren())
        {
            Check(tenant);
            options[tenant.Key] = Of(defaults, tenant);
        }

        return options;
    }

    private static DetectionOptions Of(IConfigurationSection defaults, IConfigurationSection? tenant)
    {
        var common = Bind(defaults);
        var own = tenant is null ? new DetectionSection() : Bind(tenant);
        var lateness = own.Lateness ?? common.Lateness ?? DetectionOptions.Default.Lateness;
        if (lateness < TimeSpan.Zero || lateness > MaxLateness)
        {
            throw new ConfigurationException(
                $"{(tenant ?? defaults).Path}:Lateness is {lateness}: set it between 0 and {MaxLateness}."
            );
        }

        return new DetectionOptions((id, type) => Rule(id, type, defaults, tenant))
        {
            Lateness = lateness,
            Off = Set(own.Off ?? common.Off),
            AllowedUsers = Set(own.AllowedUsers ?? common.AllowedUsers),
            AllowedClients = Set(own.AllowedClients ?? common.AllowedClients),
            AdminUsers = Set(own.AdminUsers ?? common.AdminUsers),
            AllowedNetworks = Networks(
                own.AllowedNetworks is null ? defaults : tenant!,
                own.AllowedNetworks ?? common.AllowedNetworks
            ),
        };
    }

    private void Check(IConfigurationSection section)
    {
        foreach (var child in section.GetChildren())
        {
            if (!Keys.Contains(child.Key))
            {
                throw Unknown(child, $"there are {string.Join(", ", Keys.Order(StringComparer.Ordinal))}");
            }
        }

        foreach (var id in Bind(section).Off ?? [])
        {
            if (!_rules.ContainsKey(id) && !_others.Contains(id))
            {
                throw new ConfigurationException(
                    $"{section.Path}:Off names {id}, which is no rule: okta-processor rules list shows them."
                );
            }
        }

        foreach (var rule in section.GetSection(Rules).GetChildren())
        {
            if (_rules.GetValueOrDefault(rule.Key) is not { } type)
            {
                throw Unknown(rule, "no detection of this id has options: okta-processor rules list shows them");
            }

            Rule(rule, Activator.CreateInstance(type)!);
        }
    }

    private static object Rule(string id, Type type, IConfigurationSection defaults, IConfigurationSection? tenant)
    {
        var options = Activator.CreateInstance(type)!;
        Rule(defaults.GetSection(Rules).GetSection(id), options);
        if (tenant is not null)
        {
            Rule(tenant.GetSection(Rules).GetSection(id), options);
        }

        return options;
    }

    private static void Rule(IConfigurationSection section, object options) =>
        Guard(section, () => section.Bind(options, x => x.ErrorOnUnknownConfiguration = true));

    private static DetectionSection Bind(IConfigurationSection section)
    {
        var bound = new DetectionSection();
        Guard(section, () => section.Bind(bound));
        return bound;
    }

    private static void Guard(IConfigurationSection section, Action bind)
    {
        try
        {
            bind();
        }
        catch (InvalidOperationException e)
        {
            throw new ConfigurationException($"{section.Path}: {e.Message}", e);
        }
    }

    private static FrozenSet<string> Set(List<string>? values) =>
        (values ?? []).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static List<IPNetwork> Networks(IConfigurationSection section, List<string>? values)
    {
        var networks = new List<IPNetwork>();
        foreach (var text in values ?? [])
        {
            networks.Add(
                Parse(text)
                    ?? throw new ConfigurationException(
                        $"{section.Path}:AllowedNetworks holds '{text}': write an address or a network, e.g. "
                            + "192.0.2.0/24."
                    )
            );
        }

        return networks;
    }

    /// <summary>An address, or a network whose host bits may be set: they are masked.</summary>
    private static IPNetwork? Parse(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (!IPAddress.TryParse(slash < 0 ? text : text[..slash], out var address))
        {
            return null;
        }

        var bits = address.GetAddressBytes();
        var length = bits.Length * 8;
        if (slash >= 0 && (!int.TryParse(text[(slash + 1)..], out length) || length < 0 || length > bits.Length * 8))
        {
            return null;
        }

        for (var i = 0; i < bits.Length; i++)
        {
            var kept = Math.Clamp(length - (i * 8), 0, 8);
            bits[i] &= (byte)(0xFF << (8 - kept));
        }

        return new IPNetwork(new IPAddress(bits), length);
    }

    private static bool Is(string key, string name) => string.Equals(key, name, StringComparison.OrdinalIgnoreCase);

    private static ConfigurationException Unknown(IConfigurationSection section, string hint) =>
        new($"{section.Path} is not understood: {hint}.");
}
