using System.Collections.Concurrent;

namespace Pipeline.Schemas;

/// <summary>Ids without a registry: those of <see cref="SchemaCatalogue"/>.</summary>
public sealed class CommittedSchemaIds : ISchemaIds
{
    private readonly ConcurrentDictionary<int, Avro.Schema> _schemas = new();

    /// <inheritdoc/>
    public int IdOf(string topic, string schemaName) => SchemaCatalogue.CommittedId(schemaName);

    /// <inheritdoc/>
    public Avro.Schema SchemaOf(int id) =>
        _schemas.GetOrAdd(
            id,
            static x =>
                SchemaCatalogue.TextOf(x) is { } text
                    ? Avro.Schema.Parse(text)
                    : throw new UnknownSchemaException(
                        $"Schema id {x} is not one of the committed schemas. The record was written with a schema "
                            + "registry: set Kafka:SchemaRegistryUrl to read it."
                    )
        );
}
