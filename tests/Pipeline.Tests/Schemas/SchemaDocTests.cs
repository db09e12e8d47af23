using System.Text.Json;
using Pipeline.Schemas;

namespace Pipeline.Tests.Schemas;

public sealed class SchemaDocTests
{
    public static TheoryData<string> Names => [.. SchemaCatalogue.Names];

    [Theory, MemberData(nameof(Names))]
    public void Every_record_and_field_says_what_it_is(string name)
    {
        using var schema = JsonDocument.Parse(SchemaCatalogue.Text(name));
        var undocumented = new List<string>();
        Walk(schema.RootElement, name, undocumented);
        Assert.Empty(undocumented);
    }

    [Theory, MemberData(nameof(Names))]
    public void Every_schema_file_has_an_id_and_a_name_of_its_own(string name)
    {
        var schema = Avro.Schema.Parse(SchemaCatalogue.Text(name));
        Assert.Equal(name, schema.Name);
        Assert.Equal(name, SchemaCatalogue.NameOf(SchemaCatalogue.CommittedId(name)));
    }

    [Fact]
    public void Every_schema_file_is_in_the_catalogue()
    {
        var files = Directory.GetFiles(RepositoryFiles.PathOf("schemas", "avro"), "*.avsc");
        var names = files.Select(x => Path.GetFileNameWithoutExtension(x)!);
        Assert.Equal(names.Order(StringComparer.Ordinal), SchemaCatalogue.Names.Order(StringComparer.Ordinal));
    }

    private static void Walk(JsonElement schema, string path, List<string> undocumented)
    {
        switch (schema.ValueKind)
        {
            case JsonValueKind.Array:
                foreach (var branch in schema.EnumerateArray())
                {
                    Walk(branch, path, undocumented);
                }

                break;
            case JsonValueKind.Object:
                foreach (var part in (string[])["items", "values"])
                {
                    if (schema.TryGetProperty(part, out var inner))
                    {
                        Walk(inner, path, undocumented);
                    }
                }

                if (schema.TryGetProperty("fields", out var fields))
                {
                    Document(schema, path, undocumented);
                    foreach (var field in fields.EnumerateArray())
                    {
                        var name = $"{path}.{field.GetProperty("name").GetString()}";
                        Document(field, name, undocumented);
                        Walk(field.GetProperty("type"), name, undocumented);
                    }
                }

                break;
        }
    }

    private static void Document(JsonElement element, string path, List<string> undocumented)
    {
        if (!element.TryGetProperty("doc", out var doc) || string.IsNullOrWhiteSpace(doc.GetString()))
        {
            undocumented.Add(path);
        }
    }
}
