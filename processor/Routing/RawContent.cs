using Pipeline.Events;
using Pipeline.Schemas.LogEvents;

namespace Pipeline.Processor.Routing;

/// <summary>A raw record that a backtest hands to route as it has it: read already.</summary>
/// <param name="Record">The record; its payload is empty where nobody reads it.</param>
/// <param name="View">The event; it belongs to whoever made it.</param>
internal sealed record RawContent(RawEvent Record, EventView View);
