using Pipeline.Schemas;

namespace Pipeline.Tests.Schemas;

/// <summary>The table for people says what the catalogue says.</summary>
public sealed class SchemaReadmeTests
{
    private static readonly string[] Lines = File.ReadAllLines(RepositoryFiles.PathOf("schemas", "README.md"));

    [Fact]
    public void Every_topic_is_in_the_table_with_its_record_and_retention()
    {
        foreach (var spec in TopicCatalogue.All().Where(x => x.Schema is not null))
        {
            var line = Assert.Single(Lines, x => x.StartsWith($"| `{spec.Name}` |", StringComparison.Ordinal));
            Assert.Contains($"| `{spec.Schema}` |", line, StringComparison.Ordinal);
            Assert.Contains($"| `{spec.Name}-value` |", line, StringComparison.Ordinal);
            Assert.Contains($"| {Cleanup(spec)} |", line, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_committed_id_is_in_the_table()
    {
        foreach (var name in SchemaCatalogue.Names)
        {
            var id = SchemaCatalogue.CommittedId(name);
            Assert.Contains(Lines, x => x.StartsWith($"| {id} | `{name}` |", StringComparison.Ordinal));
        }
    }

    private static string Cleanup(TopicSpec spec)
    {
        var policy = spec.Cleanup switch
        {
            CleanupPolicy.Compact => "compact",
            CleanupPolicy.CompactAndDelete => "compact+delete",
            _ => "delete",
        };
        return spec.Retention is { } retention ? $"{policy}, {retention.TotalDays:0} d" : policy;
    }
}
