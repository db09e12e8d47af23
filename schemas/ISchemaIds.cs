namespace Pipeline.Schemas;

/// <summary>Which id stands for a schema in the wire format, and which schema an id stands for.</summary>
public interface ISchemaIds
{
    /// <summary>
    /// The id to write for values of <paramref name="topic"/> with the committed schema of this name.
    /// </summary>
    /// <exception cref="UnknownSchemaException">
    /// The registry does not know the schema under the topic's subject.
    /// </exception>
    int IdOf(string topic, string schemaName);

    /// <summary>The schema that wrote a value.</summary>
    /// <exception cref="UnknownSchemaException">Nobody knows the id.</exception>
    Avro.Schema SchemaOf(int id);
}
