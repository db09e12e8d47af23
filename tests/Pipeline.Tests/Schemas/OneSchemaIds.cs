using Pipeline.Schemas;

namespace Pipeline.Tests.Schemas;

/// <summary>A registry with one id, for values that another version of a schema wrote.</summary>
internal sealed class OneSchemaIds(Avro.Schema writer) : ISchemaIds
{
    public int IdOf(string topic, string schemaName) => 7;

    public Avro.Schema SchemaOf(int id) => writer;
}
