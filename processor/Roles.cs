using Pipeline.Kafka;

namespace Pipeline.Processor;

/// <summary>The roles a process can have: the stages and the sinks of the topology.</summary>
internal static class Roles
{
    public static IReadOnlyList<string> All { get; } =
    [.. Topology.Stages.Select(x => x.Name), .. Topology.Sinks.Select(x => x.Role)];

    /// <summary>Reads a list of roles; all of them if none is given.</summary>
    /// <exception cref="ConfigurationException">There is no such role.</exception>
    public static IReadOnlySet<string> Parse(IReadOnlyList<string> names)
    {
        var roles = names
            .SelectMany(x => x.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .ToHashSet(StringComparer.Ordinal);
        var unknown = roles.FirstOrDefault(x => !All.Contains(x));
        return unknown is not null
                ? throw new ConfigurationException($"There is no role {unknown}: choose from {string.Join(", ", All)}.")
            : roles.Count > 0 ? roles
            : All.ToHashSet(StringComparer.Ordinal);
    }
}
