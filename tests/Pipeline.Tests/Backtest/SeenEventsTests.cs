using Pipeline.Processor.Backtest;

namespace Pipeline.Tests.Backtest;

public sealed class SeenEventsTests
{
    [Theory]
    [InlineData("de79a041-7fad-52e7-8bd5-292404ed5e35")]
    [InlineData("DE79A041-7FAD-52E7-8BD5-292404ED5E35")]
    [InlineData("{de79a041-7fad-52e7-8bd5-292404ed5e35}")]
    [InlineData("de79a0417fad52e78bd5292404ed5e35")]
    [InlineData(" de79a041-7fad-52e7-8bd5-292404ed5e35")]
    [InlineData("event 1")]
    public void A_uuid_is_the_same_only_if_its_text_is(string uuid)
    {
        var seen = new SeenEvents();
        Assert.True(seen.Add("11111111-7fad-52e7-8bd5-292404ed5e35"));
        Assert.True(seen.Add(uuid));
        Assert.False(seen.Add(uuid));
        Assert.True(seen.Add(uuid + "x"));
        Assert.Equal(uuid != "de79a041-7fad-52e7-8bd5-292404ed5e35", seen.Add("de79a041-7fad-52e7-8bd5-292404ed5e35"));
    }
}
