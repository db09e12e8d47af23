using System.Text.Json.Nodes;
using Avro;
using Avro.Generic;
using Avro.IO;
using Pipeline.Schemas;

namespace Pipeline.Tests.Schemas;

/// <summary>
/// FULL_TRANSITIVE without a registry: every published version of a schema reads every other, old and new, by encoding
/// and decoding. A version in <c>schemas/history</c> is frozen; a change of a schema adds the next one.
/// </summary>
public sealed class EvolutionTests
{
    public static TheoryData<string> Names => Codecs.Names;

    [Theory, MemberData(nameof(Names))]
    public void The_committed_schema_is_the_latest_published_version(string name)
    {
        var versions = Versions(name);
        if (versions.Count == 0 && Golden.Update)
        {
            Golden.Matches($"schemas/history/{name}/v1.avsc", SchemaCatalogue.Text(name));
            versions = Versions(name);
        }

        Assert.True(
            versions.Count > 0 && JsonNode.DeepEquals(Meaning(versions[^1]), Meaning(SchemaCatalogue.Text(name))),
            $"{name} has changed: copy schemas/avro/{name}.avsc to schemas/history/{name}/v{versions.Count + 1}.avsc, "
                + "and never touch the versions that are there."
        );
    }

    [Theory, MemberData(nameof(Names))]
    public void Every_version_reads_every_other(string name)
    {
        List<Schema> versions = [.. Versions(name).Append(SchemaCatalogue.Text(name)).Select(x => Schema.Parse(x))];
        foreach (var writer in versions)
        {
            foreach (var reader in versions)
            {
                AssertReads(writer, reader);
            }
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void The_records_read_every_version(string name)
    {
        foreach (var text in Versions(name))
        {
            var writer = Schema.Parse(text);
            foreach (var samples in (SampleValues[])[SampleValues.Filled, SampleValues.Empty])
            {
                var record = samples.Record(writer);
                var (_, decode) = Codecs.Of(name, new OneSchemaIds(writer));
                SampleComparison.SameWhereShared(record, decode(Codecs.Framed(7, SampleValues.Encode(record))));
            }
        }
    }

    /// <summary>The checks above are worth something: each kind of breaking change is found.</summary>
    [Theory]
    [InlineData("""{"name":"added","type":"string","doc":"No default."}""", "old values cannot be read")]
    [InlineData("""{"name":"tenant","type":"long","doc":"Another type."}""", "the type changed")]
    public void A_breaking_change_is_found(string field, string reason)
    {
        var current = Schema.Parse(SchemaCatalogue.Text("RawEvent"));
        var changed = JsonNode.Parse(SchemaCatalogue.Text("RawEvent"))!;
        var fields = changed["fields"]!.AsArray();
        var added = JsonNode.Parse(field)!;
        fields.RemoveAll(x => (string?)x!["name"] == (string?)added["name"]);
        fields.Add(added);

        var e = Record.Exception(() => AssertReads(current, Schema.Parse(changed.ToJsonString())));

        Assert.True(e is AvroException, reason);
    }

    [Fact]
    public void An_added_field_with_a_default_and_a_removed_one_with_a_default_are_fine()
    {
        var current = Schema.Parse(SchemaCatalogue.Text("RawEvent"));
        var changed = JsonNode.Parse(SchemaCatalogue.Text("RawEvent"))!;
        var fields = changed["fields"]!.AsArray();
        fields.RemoveAll(x => (string?)x!["name"] == "collected_by");
        fields.Add(JsonNode.Parse("""{"name":"added","type":["null","string"],"default":null,"doc":"New."}"""));
        var next = Schema.Parse(changed.ToJsonString());

        AssertReads(current, next);
        AssertReads(next, current);
    }

    private static void AssertReads(Schema writer, Schema reader)
    {
        foreach (var samples in (SampleValues[])[SampleValues.Filled, SampleValues.Empty])
        {
            var record = samples.Record(writer);
            using var stream = new MemoryStream(SampleValues.Encode(record));
            var read = new GenericDatumReader<GenericRecord>(writer, reader).Read(null!, new BinaryDecoder(stream));
            Assert.Equal(stream.Length, stream.Position);
            SampleComparison.SameWhereShared(record, read);
        }
    }

    private static List<string> Versions(string name)
    {
        var folder = RepositoryFiles.PathOf("schemas", "history", name);
        var versions = new List<string>();
        while (Path.Combine(folder, $"v{versions.Count + 1}.avsc") is var file && File.Exists(file))
        {
            versions.Add(File.ReadAllText(file));
        }

        return versions;
    }

    /// <summary>A schema without its documentation, which may be improved at any time.</summary>
    private static JsonNode Meaning(string schema)
    {
        var node = JsonNode.Parse(schema)!;
        Strip(node);
        return node;
    }

    private static void Strip(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject o:
                o.Remove("doc");
                foreach (var (_, value) in o)
                {
                    Strip(value);
                }

                break;
            case JsonArray a:
                foreach (var item in a)
                {
                    Strip(item);
                }

                break;
        }
    }
}
