using Pipeline.Processor.Steps;

namespace Pipeline.Processor.Delivery.Formats;

/// <summary>What a sink writes for a record. Pure but for the schemas it looks up.</summary>
internal interface IDeliveryFormat
{
    /// <summary>Name for people, e.g. <c>okta-raw</c>.</summary>
    string Name { get; }

    /// <summary>Reads a record.</summary>
    /// <returns>Its line, or null where the sink does not deliver such records.</returns>
    /// <exception cref="PoisonRecordException">It can never be delivered.</exception>
    /// <exception cref="Schemas.MalformedRecordException">Its bytes are no such value.</exception>
    /// <exception cref="Schemas.UnknownSchemaException">Nobody knows its schema.</exception>
    DeliveryLine? Read(InputRecord record);
}
