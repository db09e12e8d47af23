using Pipeline.Processor.Detection;
using Pipeline.Processor.Events;

namespace Pipeline.Processor.Routing;

/// <summary>An event on its way through route.</summary>
/// <param name="Tenant">Integration.</param>
/// <param name="Shared">Its normalised fields, and what is made of them.</param>
/// <param name="Source">Its raw record.</param>
/// <param name="Headers">Headers of what is derived from it.</param>
internal sealed record RoutedEvent(
    string Tenant,
    SharedEvent Shared,
    EventSource Source,
    IReadOnlyList<KeyValuePair<string, byte[]>> Headers
)
{
    public OktaEvent Event => Shared.Event;
}
