using Avro.Specific;
using Confluent.Kafka;
using Confluent.SchemaRegistry;
using Confluent.SchemaRegistry.Serdes;
using Pipeline.Events;
using Pipeline.IntegrationTests.Servers;
using Pipeline.Kafka;
using Pipeline.Schemas;
using Pipeline.Tests.Schemas;

namespace Pipeline.IntegrationTests.Schemas;

/// <summary>Our codec and Confluent's serialisers read each other's values, with the ids of a real registry.</summary>
public sealed class SchemaInteropTests(RegistryFixture registry)
{
    [Fact]
    public Task Raw_events_are_read_both_ways() => BothWaysAsync<RawEvent>();

    [Fact]
    public Task Alerts_are_read_both_ways() => BothWaysAsync<Alert>();

    [Fact]
    public Task Entity_events_are_read_both_ways() => BothWaysAsync<EntityEvent>();

    private async Task BothWaysAsync<T>()
        where T : class, ISpecificRecord, new()
    {
        var topic = BrokerFixture.NewTopicName("interop");
        var spec = new TopicSpec(topic, 1, CleanupPolicy.Delete, null, typeof(T).Name);
        using var ids = new RegistrySchemaIds(registry.Url);
        await ids.RegisterAsync([spec]);
        using var client = new CachedSchemaRegistryClient(new SchemaRegistryConfig { Url = registry.Url });
        var codec = new AvroCodec<T>(ids);
        var serializer = new AvroSerializer<T>(
            client,
            new AvroSerializerConfig { AutoRegisterSchemas = false, SubjectNameStrategy = SubjectNameStrategy.Topic }
        );
        var deserializer = new AvroDeserializer<T>(
            client,
            new AvroDeserializerConfig { SubjectNameStrategy = SubjectNameStrategy.Topic }
        );
        var context = new SerializationContext(MessageComponentType.Value, topic);
        foreach (var samples in (SampleValues[])[SampleValues.Filled, SampleValues.Empty])
        {
            var sample = samples.Record(Avro.Schema.Parse(SchemaCatalogue.Text(typeof(T).Name)));
            var value = Typed<T>(sample);

            var ours = codec.Encode(topic, value);
            var theirs = await serializer.SerializeAsync(value, context);

            Assert.Equal(theirs, ours);
            Assert.True(WireFormat.ReadSchemaId(ours) < SchemaCatalogue.CommittedId("RawEvent"));
            SampleComparison.SameWhereShared(sample, await deserializer.DeserializeAsync(ours, false, context));
            SampleComparison.SameWhereShared(sample, codec.Decode(theirs));
        }
    }

    private static T Typed<T>(Avro.Generic.GenericRecord sample)
        where T : class, ISpecificRecord, new()
    {
        var body = SampleValues.Encode(sample);
        var value = new byte[WireFormat.PrefixLength + body.Length];
        WireFormat.WritePrefix(value, SchemaCatalogue.CommittedId(typeof(T).Name));
        body.CopyTo(value, WireFormat.PrefixLength);
        return new AvroCodec<T>(new CommittedSchemaIds()).Decode(value);
    }
}
