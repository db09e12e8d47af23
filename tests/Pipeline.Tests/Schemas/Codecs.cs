using Avro.Specific;
using Pipeline.Events;
using Pipeline.Schemas;

namespace Pipeline.Tests.Schemas;

/// <summary>
/// The codec of each record type by the name of its schema, untyped, so that one test serves all of them.
/// </summary>
internal static class Codecs
{
    public delegate ISpecificRecord Decode(byte[] value);

    public delegate byte[] Encode(ISpecificRecord value);

    public static TheoryData<string> Names => [.. SchemaCatalogue.Names];

    public static (Encode Encode, Decode Decode) Of(string name, ISchemaIds? ids = null) =>
        name switch
        {
            "RawEvent" => Pair<RawEvent>(ids),
            "Checkpoint" => Pair<Checkpoint>(ids),
            "LicenceCount" => Pair<LicenceCount>(ids),
            "TelemetryEvent" => Pair<TelemetryEvent>(ids),
            "EntityEvent" => Pair<EntityEvent>(ids),
            "Alert" => Pair<Alert>(ids),
            _ => throw new ArgumentException($"Add the record type of {name} here.", nameof(name)),
        };

    /// <summary>The wire prefix and a body.</summary>
    public static byte[] Framed(int id, ReadOnlySpan<byte> body)
    {
        var value = new byte[WireFormat.PrefixLength + body.Length];
        WireFormat.WritePrefix(value, id);
        body.CopyTo(value.AsSpan(WireFormat.PrefixLength));
        return value;
    }

    private static (Encode Encode, Decode Decode) Pair<T>(ISchemaIds? ids)
        where T : class, ISpecificRecord, new()
    {
        var codec = new AvroCodec<T>(ids ?? new CommittedSchemaIds());
        return (value => codec.Encode("topic", (T)value), codec.Decode);
    }
}
