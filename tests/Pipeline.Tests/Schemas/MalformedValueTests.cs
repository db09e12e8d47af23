using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Pipeline.Schemas;

namespace Pipeline.Tests.Schemas;

/// <summary>
/// Whatever stands in a record's value, the codec answers with a value or with MalformedRecordException.
/// </summary>
public sealed class MalformedValueTests
{
    public static TheoryData<string> Names => Codecs.Names;

    [Property(MaxTest = 300)]
    public void Bytes_without_a_prefix_are_malformed(byte[] bytes)
    {
        foreach (var name in SchemaCatalogue.Names)
        {
            if (bytes.Length < WireFormat.PrefixLength || bytes[0] != 0)
            {
                Assert.Throws<MalformedRecordException>(() => Codecs.Of(name).Decode(bytes));
            }
        }
    }

    [Property(MaxTest = 500)]
    public void Any_bytes_behind_a_prefix_are_a_value_or_malformed(byte[] body)
    {
        foreach (var name in SchemaCatalogue.Names)
        {
            ValueOrMalformed(name, Codecs.Framed(SchemaCatalogue.CommittedId(name), body));
        }
    }

    [Property(MaxTest = 300)]
    public Property Any_damage_to_a_value_is_a_value_or_malformed() =>
        Prop.ForAll(
            Gen.Choose(0, 100_000).ToArbitrary(),
            Gen.Choose(0, 255).ToArbitrary(),
            static (where, what) =>
            {
                foreach (var name in SchemaCatalogue.Names)
                {
                    var value = AvroCodecTests.Written(name, SampleValues.Filled);
                    var body = WireFormat.PrefixLength;
                    value[body + (where % (value.Length - body))] = (byte)what;
                    ValueOrMalformed(name, value);
                }
            }
        );

    [Theory, MemberData(nameof(Names))]
    public void A_value_cut_short_anywhere_is_malformed(string name)
    {
        var value = AvroCodecTests.Written(name, SampleValues.Filled);
        var (_, decode) = Codecs.Of(name);
        for (var length = 0; length < value.Length; length++)
        {
            Assert.Throws<MalformedRecordException>(() => decode(value[..length]));
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void A_value_of_another_schema_is_malformed(string name)
    {
        var other = SchemaCatalogue.Names.First(x => x != name);
        var e = Assert.Throws<MalformedRecordException>(() =>
            Codecs.Of(name).Decode(AvroCodecTests.Written(other, SampleValues.Filled))
        );
        Assert.Contains(name, e.Message, StringComparison.Ordinal);
    }

    /// <summary>
    /// The length in front of a text is the sender's word: it must not decide how much memory is taken.
    /// </summary>
    [Theory]
    [InlineData(new byte[] { 0xFE, 0xFF, 0xFF, 0xFF, 0x0F })] // 2 147 483 647
    [InlineData(new byte[] { 0xFE, 0xFF, 0xFF, 0xFF, 0x07 })] // 1 073 741 823
    [InlineData(new byte[] { 0x01 })] // -1
    [InlineData(new byte[] { 0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01 })] // the greatest long
    public void A_text_with_an_impossible_length_is_malformed(byte[] length)
    {
        foreach (var name in SchemaCatalogue.Names)
        {
            var value = Codecs.Framed(SchemaCatalogue.CommittedId(name), [.. length, .. "text"u8]);
            var (_, decode) = Codecs.Of(name);
            var before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Throws<MalformedRecordException>(() => decode(value));
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 << 20);
        }
    }

    /// <summary>So with the number of elements of an array.</summary>
    [Fact]
    public void An_array_with_an_impossible_count_is_malformed()
    {
        var value = AvroCodecTests.Written("Alert", SampleValues.Empty);
        // Ten empty texts and a number come first: the related entities' count is the first of the arrays.
        var count = WireFormat.PrefixLength + 11;
        byte[] damaged = [.. value[..count], 0xFE, 0xFF, 0xFF, 0xFF, 0x0F, .. value[(count + 1)..]];
        var before = GC.GetAllocatedBytesForCurrentThread();
        ValueOrMalformed("Alert", damaged);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 << 20);
    }

    private static void ValueOrMalformed(string name, byte[] value)
    {
        try
        {
            Assert.NotNull(Codecs.Of(name).Decode(value));
        }
        catch (MalformedRecordException e)
        {
            Assert.NotEmpty(e.Message);
        }
    }
}
