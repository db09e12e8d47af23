using Confluent.SchemaRegistry;
using Pipeline.IntegrationTests.Servers;
using Pipeline.Kafka;
using Pipeline.Processor.Commands;
using Pipeline.Schemas;

namespace Pipeline.IntegrationTests.Schemas;

public sealed class RegistrySchemaIdsTests(RegistryFixture registry)
{
    private readonly TopicSpec _spec = new(
        BrokerFixture.NewTopicName("ids"),
        1,
        CleanupPolicy.Delete,
        null,
        "RawEvent"
    );

    private string Subject => RegistrySchemaIds.Subject(_spec.Name);

    [Fact]
    public async Task Registering_gives_an_id_that_stands_for_the_schema()
    {
        using var ids = new RegistrySchemaIds(registry.Url);
        var (subject, id) = Assert.Single(await ids.RegisterAsync([_spec, _spec with { Schema = null }]));
        Assert.Equal(Subject, subject);

        using var other = new RegistrySchemaIds(registry.Url);
        Assert.Equal(id, other.IdOf(_spec.Name, "RawEvent"));
        Assert.Equal("RawEvent", other.SchemaOf(id).Name);
        Assert.Empty(await other.CheckAsync([_spec]));
    }

    [Fact]
    public async Task Registering_again_changes_nothing()
    {
        using var ids = new RegistrySchemaIds(registry.Url);
        var first = await ids.RegisterAsync([_spec]);
        using var again = new RegistrySchemaIds(registry.Url);
        Assert.Equal(first, await again.RegisterAsync([_spec]));

        using var client = Client();
        Assert.Equal([1], await client.GetSubjectVersionsAsync(Subject));
        Assert.Equal(Compatibility.FullTransitive, await client.GetCompatibilityAsync(Subject));
    }

    [Fact]
    public async Task A_subject_without_the_schema_is_found_and_writing_names_the_command()
    {
        using var ids = new RegistrySchemaIds(registry.Url);
        Assert.Contains("schemas register", Assert.Single(await ids.CheckAsync([_spec])), StringComparison.Ordinal);
        var e = Assert.Throws<UnknownSchemaException>(() => ids.IdOf(_spec.Name, "RawEvent"));
        Assert.Contains("schemas register", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_subject_that_refuses_the_schema_is_found()
    {
        using var client = Client();
        const string Other =
            """{"type":"record","name":"RawEvent","namespace":"Pipeline.Events","fields":[{"name":"tenant","type":"long"}]}""";
        await client.RegisterSchemaAsync(Subject, new Confluent.SchemaRegistry.Schema(Other, SchemaType.Avro));

        using var ids = new RegistrySchemaIds(registry.Url);
        Assert.Contains("refuses", Assert.Single(await ids.CheckAsync([_spec])), StringComparison.Ordinal);
        var e = await Assert.ThrowsAsync<ConfigurationException>(() => ids.RegisterAsync([_spec]));
        Assert.Contains(Subject, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_id_nobody_gave_out_is_unknown()
    {
        using var ids = new RegistrySchemaIds(registry.Url);
        Assert.Throws<UnknownSchemaException>(() => ids.SchemaOf(999_999));
    }

    [Fact]
    public void Ids_of_a_log_without_a_registry_stay_readable()
    {
        using var ids = new RegistrySchemaIds(registry.Url);
        Assert.Equal("Checkpoint", ids.SchemaOf(SchemaCatalogue.CommittedId("Checkpoint")).Name);
    }

    [Fact]
    public async Task An_id_of_another_kind_of_schema_is_unknown()
    {
        const string JsonSchema = """{"$schema":"http://json-schema.org/draft-07/schema#","type":"object"}""";
        using var client = Client();
        var id = await client.RegisterSchemaAsync(
            Subject,
            new Confluent.SchemaRegistry.Schema(JsonSchema, SchemaType.Json)
        );
        using var ids = new RegistrySchemaIds(registry.Url);
        var e = Assert.Throws<UnknownSchemaException>(() => ids.SchemaOf(id));
        Assert.Contains("no Avro schema", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_command_checks_registers_and_checks_again()
    {
        Assert.Equal(ProgramExit.Failed, await RunAsync("check"));
        Assert.Equal(ProgramExit.Ok, await RunAsync("register"));
        Assert.Equal(ProgramExit.Ok, await RunAsync("check"));

        async Task<int> RunAsync(string verb)
        {
            var command = SchemasCommand.Create(new KafkaOptions(), [_spec]);
            using var output = new StringWriter();
            var exit = await command
                .Parse([verb, "--schema-registry", registry.Url])
                .InvokeAsync(new() { Output = output, Error = output }, TestContext.Current.CancellationToken);
            Assert.NotEmpty(output.ToString());
            return exit;
        }
    }

    private CachedSchemaRegistryClient Client() => new(new SchemaRegistryConfig { Url = registry.Url });
}
