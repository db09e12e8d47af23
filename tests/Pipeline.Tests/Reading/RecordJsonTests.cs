using System.Text;
using System.Text.Json;
using Confluent.Kafka;
using Pipeline.Processor.Reading;
using Pipeline.Schemas;
using Pipeline.Tests.Schemas;

namespace Pipeline.Tests.Reading;

public sealed class RecordJsonTests
{
    private static readonly byte[] NotUtf8 = [0xFF, 0x01];

    public static TheoryData<string> Names => Codecs.Names;

    [Fact]
    public void A_text_record_has_its_place_time_key_and_headers()
    {
        var line = Line(
            "key"u8.ToArray(),
            "a \"text\" é"u8.ToArray(),
            new Headers { new Header("one", "1"u8.ToArray()), new Header("none", null) }
        );
        Assert.Equal(
            """{"topic":"t","partition":3,"offset":42,"timestamp":"2026-11-25T12:00:00.007Z","key":"key","""
                + """ "headers":{"one":"1","none":null},"value":{"text":"a \"text\" é"}}""".TrimStart(),
            line
        );
    }

    [Fact]
    public void Nulls_are_nulls()
    {
        using var json = JsonDocument.Parse(Line(null, null, null));
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("key").ValueKind);
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("value").ValueKind);
        Assert.Empty(json.RootElement.GetProperty("headers").EnumerateObject());
    }

    [Fact]
    public void What_is_no_text_is_base64()
    {
        using var json = JsonDocument.Parse(Line(NotUtf8, NotUtf8, new Headers { new Header("h", NotUtf8) }));
        Assert.False(json.RootElement.TryGetProperty("key", out _));
        Assert.Equal(NotUtf8, json.RootElement.GetProperty("key_base64").GetBytesFromBase64());
        Assert.Equal(NotUtf8, json.RootElement.GetProperty("value").GetProperty("base64").GetBytesFromBase64());
        var header = json.RootElement.GetProperty("headers").GetProperty("h");
        Assert.Equal(NotUtf8, header.GetProperty("base64").GetBytesFromBase64());
    }

    [Fact]
    public void A_header_name_given_twice_has_an_array()
    {
        using var json = JsonDocument.Parse(
            Line(
                null,
                null,
                new Headers
                {
                    new Header("a", "1"u8.ToArray()),
                    new Header("b", "2"u8.ToArray()),
                    new Header("a", "3"u8.ToArray()),
                }
            )
        );
        Assert.Equal("""{"a":["1","3"],"b":"2"}""", json.RootElement.GetProperty("headers").GetRawText());
    }

    [Theory, MemberData(nameof(Names))]
    public void Every_record_type_is_shown_field_by_field(string name)
    {
        foreach (var samples in (SampleValues[])[SampleValues.Filled, SampleValues.Empty])
        {
            using var json = JsonDocument.Parse(Line(null, AvroCodecTests.Written(name, samples), null));
            var schema = (Avro.RecordSchema)Avro.Schema.Parse(SchemaCatalogue.Text(name));
            Assert.Equal(
                schema.Fields.Select(x => x.Name),
                json.RootElement.GetProperty("value").EnumerateObject().Select(x => x.Name)
            );
            Assert.Equal(
                samples.Record(schema)["tenant"],
                json.RootElement.GetProperty("value").GetProperty("tenant").GetString()
            );
        }
    }

    [Fact]
    public void Times_unions_and_maps_are_plain_json()
    {
        using var json = JsonDocument.Parse(
            Line(null, AvroCodecTests.Written("EntityEvent", SampleValues.Filled), null)
        );
        var value = json.RootElement.GetProperty("value");
        Assert.Matches("^2026-11-25T12:00:00.[0-9]{3}Z$", value.GetProperty("event_time").GetString()!);
        Assert.Equal(
            "text of EntityEvent.facts.actor_id",
            value.GetProperty("facts").GetProperty("actor_id").GetString()
        );
        Assert.Equal(JsonValueKind.Object, value.GetProperty("facts").GetProperty("behaviors").ValueKind);
    }

    [Theory]
    [InlineData(new byte[] { 0, 0, 0, 0, 42, 1 }, "Schema id 42")]
    [InlineData(new byte[] { 0, 1 }, "2 bytes")]
    [InlineData(new byte[] { 0, 0, 0x0F, 0x42, 0x41, 0xFF }, "does not read")]
    public void A_value_that_looks_like_avro_and_is_not_keeps_its_bytes_and_says_why(byte[] value, string why)
    {
        using var json = JsonDocument.Parse(Line(null, value, null));
        var shown = json.RootElement.GetProperty("value");
        Assert.Equal(value, shown.GetProperty("base64").GetBytesFromBase64());
        Assert.Contains(why, shown.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Control_characters_never_reach_a_terminal()
    {
        var line = Line("\u001b[31m\u009b31m\r\n"u8.ToArray(), "\u001b]0;x\u0007"u8.ToArray(), null);
        Assert.DoesNotContain(line, char.IsControl);
    }

    [Fact]
    public void Each_record_is_one_line()
    {
        using var output = new MemoryStream();
        using var writer = new RecordWriter(output, new RecordJson(new ValueDecoder(new CommittedSchemaIds())));
        writer.Write(Record(null, "a\nb"u8.ToArray(), null));
        Assert.Equal(0, output.Length);
        writer.Write(Record(null, "c"u8.ToArray(), null));
        writer.Flush();
        Assert.Equal(2, Encoding.UTF8.GetString(output.ToArray()).Count(x => x == '\n'));
        Assert.Equal(2, writer.Count);
    }

    private static string Line(byte[]? key, byte[]? value, Headers? headers)
    {
        using var output = new MemoryStream();
        using var writer = new RecordWriter(output, new RecordJson(new ValueDecoder(new CommittedSchemaIds())));
        writer.Write(Record(key, value, headers));
        writer.Flush();
        return Encoding.UTF8.GetString(output.ToArray()).TrimEnd('\n');
    }

    private static ConsumeResult<byte[], byte[]> Record(byte[]? key, byte[]? value, Headers? headers) =>
        new()
        {
            TopicPartitionOffset = new TopicPartitionOffset("t", 3, 42),
            Message = new()
            {
                Key = key!,
                Value = value!,
                Headers = headers!,
                Timestamp = new Timestamp(new DateTime(2026, 11, 25, 12, 0, 0, 7, DateTimeKind.Utc)),
            },
        };
}
