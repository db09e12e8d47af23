using Pipeline.Processor.Events;

namespace Pipeline.Tests.Events;

public sealed class NetworkTests
{
    [Theory]
    [InlineData("198.51.100.23", "198.51.100.0/24")]
    [InlineData("0.0.0.255", "0.0.0.0/24")]
    [InlineData("255.255.255.255", "255.255.255.0/24")]
    [InlineData("::ffff:198.51.100.23", "198.51.100.0/24")]
    [InlineData("2001:db8:1:2:3::4", "2001:db8:1:2::/64")]
    [InlineData("198.51.256.1", null)]
    [InlineData("198.51.100.", null)]
    [InlineData("198.51.100.1x", null)]
    [InlineData(null, null)]
    public void A_network_is_the_24_or_64_of_an_address(string? ip, string? expected)
    {
        var e = new OktaEvent
        {
            Uuid = "1",
            EventType = "user.session.start",
            Published = DateTimeOffset.UnixEpoch,
            Ip = ip,
        };
        Assert.Equal(expected, ConcernedEntities.OneOf(e, EntityKind.Network));
    }
}
