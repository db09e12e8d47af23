namespace Pipeline.Processor.Detection;

/// <summary>Keys of detector state: <c>kind|tenant|entity</c>. Names of tenants hold no bar; an entity may.</summary>
internal static class StateKey
{
    public static string Of(string stateKind, string tenant, string entity) => $"{stateKind}|{tenant}|{entity}";

    /// <summary>The first part: who keeps the state.</summary>
    public static string Kind(string key) => key[..key.IndexOf('|', StringComparison.Ordinal)];

    /// <summary>The last part: the entity.</summary>
    public static string Entity(string key, string tenant) => key[(Kind(key).Length + tenant.Length + 2)..];
}
