namespace Pipeline.Processor.Detection;

/// <summary>A timer that became due.</summary>
/// <param name="Tenant">Integration.</param>
/// <param name="Entity">Value of the entity the state is kept for.</param>
/// <param name="Due">The time the state asked for.</param>
/// <param name="Clock">How far the tenant's event time has come, at or after <paramref name="Due"/>.</param>
internal sealed record DetectorTimer(string Tenant, string Entity, DateTimeOffset Due, DateTimeOffset Clock);
