using System.Collections.Frozen;

namespace Pipeline.Schemas;

/// <summary>The committed schemas, embedded in this assembly with every version ever published.</summary>
public static class SchemaCatalogue
{
    /// <summary>
    /// Ids used where no registry is configured. They begin far above a registry's own, so that a log begun without a
    /// registry stays readable after one is configured. An id is never given to another schema or version.
    /// </summary>
    private static readonly FrozenDictionary<int, (string Name, int Version)> Committed = new Dictionary<
        int,
        (string, int)
    >
    {
        [1_000_001] = ("RawEvent", 1),
        [1_000_002] = ("Checkpoint", 1),
        [1_000_003] = ("LicenceCount", 1),
        [1_000_004] = ("TelemetryEvent", 1),
        [1_000_005] = ("EntityEvent", 1),
        [1_000_006] = ("Alert", 1),
        [1_000_007] = ("TelemetryEvent", 2),
        [1_000_008] = ("EntityEvent", 2),
    }.ToFrozenDictionary();

    /// <summary>Names of the record schemas, e.g. <c>RawEvent</c>.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [.. Committed.OrderBy(x => x.Key).Select(x => x.Value.Name).Distinct(StringComparer.Ordinal)];

    /// <summary>The id, without a registry, of the version this program writes.</summary>
    public static int CommittedId(string name) =>
        Committed.Where(x => x.Value.Name == name).MaxBy(x => x.Value.Version).Key;

    /// <summary>The schema with a committed id, or null.</summary>
    public static string? NameOf(int committedId) =>
        Committed.TryGetValue(committedId, out var schema) ? schema.Name : null;

    /// <summary>The text of the version this program writes.</summary>
    public static string Text(string name) =>
        Resource(name + ".avsc") ?? throw new ArgumentException($"There is no schema {name}.", nameof(name));

    /// <summary>The text of the schema with a committed id, or null.</summary>
    public static string? TextOf(int committedId) =>
        Committed.TryGetValue(committedId, out var schema) ? Resource($"{schema.Name}/v{schema.Version}.avsc") : null;

    private static string? Resource(string name)
    {
        using var stream = typeof(SchemaCatalogue).Assembly.GetManifestResourceStream(name);
        if (stream is null)
        {
            return null;
        }

        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
