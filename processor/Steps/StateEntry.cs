namespace Pipeline.Processor.Steps;

/// <summary>One state value with what the engine needs to know of it. Immutable, but for its size.</summary>
/// <param name="Value">The step's own value; never changed in place, always replaced.</param>
/// <param name="Tenant">Whose clock its timer follows.</param>
/// <param name="Timer">When <see cref="IStep.OnTimer"/> is due by the tenant's clock; null for never.</param>
/// <param name="Offset">
/// Source offset of the record that wrote it. A record at or below it has been applied already: the safety net under
/// exactly-once.
/// </param>
internal sealed record StateEntry(object Value, string Tenant, DateTimeOffset? Timer, long Offset)
{
    /// <summary>Bytes of its key's last changelog record; 0 before the first. Kept by the store.</summary>
    internal int Bytes { get; set; }
}
