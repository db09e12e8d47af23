using System.Collections.Frozen;

namespace Pipeline.Schemas;

/// <summary>The committed schemas, embedded in this assembly.</summary>
public static class SchemaCatalogue
{
    /// <summary>
    /// Ids used where no registry is configured. They begin far above a registry's own, so that a log begun without a
    /// registry stays readable after one is configured. An id is never given to another schema.
    /// </summary>
    private static readonly FrozenDictionary<int, string> Committed = new Dictionary<int, string>
    {
        [1_000_001] = "RawEvent",
        [1_000_002] = "Checkpoint",
        [1_000_003] = "LicenceCount",
        [1_000_004] = "TelemetryEvent",
        [1_000_005] = "EntityEvent",
        [1_000_006] = "Alert",
    }.ToFrozenDictionary();

    /// <summary>Names of the record schemas, e.g. <c>RawEvent</c>.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Committed.OrderBy(x => x.Key).Select(x => x.Value)];

    /// <summary>The id of a schema without a registry.</summary>
    public static int CommittedId(string name) => Committed.First(x => x.Value == name).Key;

    /// <summary>The schema with a committed id, or null.</summary>
    public static string? NameOf(int committedId) => Committed.GetValueOrDefault(committedId);

    /// <summary>The text of a schema.</summary>
    public static string Text(string name)
    {
        using var stream =
            typeof(SchemaCatalogue).Assembly.GetManifestResourceStream(name + ".avsc")
            ?? throw new ArgumentException($"There is no schema {name}.", nameof(name));
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
