using Avro;
using Pipeline.Schemas;

namespace Pipeline.Tests.Schemas;

public sealed class AvroCodecTests
{
    public static TheoryData<string> Names => Codecs.Names;

    private static readonly string[] OddTexts =
    [
        "",
        "\0",
        "\uFEFFmark first",
        "e\u0301 and é",
        "😀 𝒳 \U0010FFFF",
        "\u202Eright to left\u202C",
        "line\r\nfeed\ttab\u2028",
        "Zürich/日本|-",
        new('x', 100_000),
    ];

    [Theory, MemberData(nameof(Names))]
    public void Filled_values_come_back(string name) => RoundTrip(name, SampleValues.Filled);

    [Theory, MemberData(nameof(Names))]
    public void Values_without_anything_optional_come_back(string name) => RoundTrip(name, SampleValues.Empty);

    [Theory, MemberData(nameof(Names))]
    public void Odd_texts_come_back(string name)
    {
        foreach (var text in OddTexts)
        {
            RoundTrip(name, new SampleValues(filled: true, _ => text));
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void A_value_begins_with_zero_and_the_committed_id(string name)
    {
        var (encode, decode) = Codecs.Of(name);
        var value = encode(decode(Written(name, SampleValues.Empty)));
        Assert.Equal(0, value[0]);
        Assert.Equal(SchemaCatalogue.CommittedId(name), WireFormat.ReadSchemaId(value));
    }

    [Fact]
    public void An_unknown_id_says_where_to_look()
    {
        var (_, decode) = Codecs.Of("RawEvent");
        var e = Assert.Throws<UnknownSchemaException>(() => decode(Codecs.Framed(42, [])));
        Assert.Contains("42", e.Message, StringComparison.Ordinal);
        Assert.Contains("Kafka:SchemaRegistryUrl", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_null_in_a_required_field_is_refused()
    {
        var (encode, decode) = Codecs.Of("RawEvent");
        var raw = (Pipeline.Events.RawEvent)decode(Written("RawEvent", SampleValues.Filled));
        raw.payload = null;
        Assert.ThrowsAny<AvroException>(() => encode(raw));
    }

    internal static byte[] Written(string name, SampleValues samples)
    {
        var record = samples.Record(Schema.Parse(SchemaCatalogue.Text(name)));
        return Codecs.Framed(SchemaCatalogue.CommittedId(name), SampleValues.Encode(record));
    }

    private static void RoundTrip(string name, SampleValues samples)
    {
        var record = samples.Record(Schema.Parse(SchemaCatalogue.Text(name)));
        var value = Codecs.Framed(SchemaCatalogue.CommittedId(name), SampleValues.Encode(record));
        var (encode, decode) = Codecs.Of(name);

        var decoded = decode(value);

        SampleComparison.SameWhereShared(record, decoded);
        Assert.Equal(value, encode(decoded));
    }
}
