using Pipeline.Processor.Steps;

namespace Pipeline.Processor.Delivery.Formats;

/// <summary>What is delivered for one record.</summary>
/// <param name="Id">Stable id of the line, the same in every delivery: what a receiver deduplicates by.</param>
/// <param name="Bytes">The JSON text, without a line feed of its own.</param>
/// <param name="Source">The record.</param>
/// <param name="IsAlone">Whether it is a request of its own, as one JSON document, never a line among others.</param>
internal sealed record DeliveryLine(string Id, byte[] Bytes, InputRecord Source, bool IsAlone);
