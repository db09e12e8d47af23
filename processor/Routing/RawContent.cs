using Pipeline.Schemas.LogEvents;

namespace Pipeline.Processor.Routing;

/// <summary>A raw record that a backtest hands to route as it has it: read already. Nobody reads its text.</summary>
/// <param name="Tenant">Tenant.</param>
/// <param name="View">The event, collected when it happened; it belongs to whoever made it.</param>
internal sealed record RawContent(string Tenant, EventView View);
