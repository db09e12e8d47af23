namespace Pipeline.Schemas;

/// <summary>Record keys: short readable UTF-8 that is also the unit of order.</summary>
public static class Keys
{
    /// <summary>Raw events and checkpoints: one tenant, one partition, one order.</summary>
    public static string Tenant(string tenant) => tenant;

    /// <summary>Telemetry: the order of one user; events of nobody are in the order of the tenant.</summary>
    public static string Telemetry(string tenant, string? user) => $"{tenant}/{user ?? "-"}";

    /// <summary>Entities: everything about one entity of a tenant.</summary>
    public static string Entity(string tenant, string kind, string value) => $"{tenant}|{kind}|{value}";

    /// <summary>Alerts: all revisions of all alerts about one entity, in order.</summary>
    public static string Alert(string tenant, string entity) => $"{tenant}/{entity}";

    /// <summary>Licence counts: one per tenant and UTC day.</summary>
    public static string Licence(string tenant, DateOnly date) => $"{tenant}/{date:yyyy-MM-dd}";

    /// <summary>
    /// Reconciliation and backfill: what of a tenant's past is being read again. In the tenant's partition of
    /// checkpoints, whatever the key hashes to.
    /// </summary>
    public static string Span(string tenant, string what) => $"{tenant}/{what}";
}
