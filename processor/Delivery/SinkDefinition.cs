using Pipeline.Processor.Delivery.Formats;
using Pipeline.Schemas;

namespace Pipeline.Processor.Delivery;

/// <summary>What one delivering role reads and writes.</summary>
/// <param name="Role">Name of the role, e.g. <c>deliver-alerts</c>; also the stage in its dead letters.</param>
/// <param name="Topic">The topic it reads.</param>
/// <param name="GroupSuffix">Its consumer group is <c>{application}-{suffix}</c>.</param>
/// <param name="Section">Its section under <c>Delivery</c>.</param>
/// <param name="Payload">What a request carries, for people.</param>
/// <param name="Options">Where it delivers to.</param>
/// <param name="Format">Makes its format.</param>
internal sealed record SinkDefinition(
    string Role,
    string Topic,
    string GroupSuffix,
    string Section,
    string Payload,
    Func<DeliveryOptions, SinkOptions> Options,
    Func<ISchemaIds, DeliveryOptions, IDeliveryFormat> Format
)
{
    /// <summary>Where records go that the target refuses.</summary>
    public string DeadLetters => Topics.DeadLetters(Topic);
}
