using System.Text;
using Pipeline.Processor.Steps;

namespace Pipeline.Tests.Steps;

public sealed class StateEntryCodecTests
{
    private readonly StateEntryCodec _codec = new(new CountCodecs());

    [Fact]
    public void An_entry_reads_back_as_written_and_can_be_read_by_people()
    {
        var entry = new StateEntry(new Count(7), "acme", DateTimeOffset.FromUnixTimeMilliseconds(99), 41);
        var bytes = _codec.Write("count|acme|x", entry);
        Assert.Equal("""{"v":2,"offset":41,"tenant":"acme","timer":99,"state":7}""", Encoding.UTF8.GetString(bytes));
        var read = _codec.Read("count|acme|x", bytes);
        Assert.Equal(entry.Value, read.Value);
        Assert.Equal((entry.Tenant, entry.Timer, entry.Offset), (read.Tenant, read.Timer, read.Offset));
    }

    [Fact]
    public void The_head_of_an_entry_is_there_before_its_value_is_read()
    {
        var record = """{"state":7,"timer":99,"tenant":"acme","offset":41,"v":2}"""u8.ToArray();
        var entry = _codec.ReadHead("count|acme|x", record);
        Assert.True(entry.IsResting);
        Assert.Equal(
            ("acme", DateTimeOffset.FromUnixTimeMilliseconds(99), 41),
            (entry.Tenant, entry.Timer, entry.Offset)
        );
        Assert.Throws<InvalidOperationException>(() => entry.Value);
        Assert.Same(record, _codec.Write("count|acme|x", entry));
        Assert.Equal(new Count(7), _codec.Wake("count|acme|x", entry).Value);
    }

    [Theory]
    [InlineData("""{"v":1,"offset":41,"tenant":"acme","state":7}""")]
    [InlineData("""{"v":2,"offset":41,"state":7}""")]
    [InlineData("""{"v":2,"offset":"41","tenant":"acme","state":7}""")]
    [InlineData("""{"v":2,"offset":41,"tenant":"acme","state":7""")]
    [InlineData("7")]
    [InlineData("")]
    public void What_is_no_entry_of_this_version_is_refused_by_its_head_never_misread(string text) =>
        Assert.Throws<UnreadableStateException>(() => _codec.ReadHead("count|acme|x", Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void A_compact_record_of_a_kind_that_has_no_such_form_is_refused() =>
        Assert.Throws<UnreadableStateException>(() => _codec.ReadHead("count|acme|x", [1, 1, 0]));
}
