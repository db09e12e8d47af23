namespace Pipeline.Local.Simulation.Scenario;

/// <summary>An element of <c>target</c>.</summary>
/// <param name="DetailEntry">JSON of the detail map, or null.</param>
internal sealed record Target(
    string Id,
    string Type,
    string AlternateId,
    string DisplayName,
    ReadOnlyMemory<byte>? DetailEntry = null
);
