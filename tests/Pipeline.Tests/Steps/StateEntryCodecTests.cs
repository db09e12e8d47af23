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
        Assert.Equal(entry, _codec.Read("count|acme|x", bytes));
    }

    [Theory]
    [InlineData("""{"v":1,"offset":41,"tenant":"acme","state":7}""")]
    [InlineData("""{"v":2,"offset":41,"state":7}""")]
    [InlineData("""{"v":2,"offset":"41","tenant":"acme","state":7}""")]
    [InlineData("""{"v":2,"offset":41,"tenant":"acme","state":7""")]
    [InlineData("7")]
    [InlineData("")]
    public void What_is_no_entry_of_this_version_is_refused_never_misread(string text) =>
        Assert.Throws<UnreadableStateException>(() => _codec.Read("count|acme|x", Encoding.UTF8.GetBytes(text)));
}
