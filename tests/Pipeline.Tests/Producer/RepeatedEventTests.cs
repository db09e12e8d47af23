using Confluent.Kafka;
using Pipeline.Producer.Collection;

namespace Pipeline.Tests.Producer;

/// <summary>An org that serves an event twice, which nothing in its documentation rules out.</summary>
public sealed class RepeatedEventTests
{
    private readonly CollectionRig _rig = new();

    private List<string> Elements => _rig.Org.Elements;

    [Fact]
    public async Task Twice_in_a_page_is_once_in_raw()
    {
        _rig.Org.With(10);
        Elements.InsertRange(7, Elements[3..6]);
        await _rig.RunAsync();
        Assert.Equal(_rig.Uuids(10), _rig.Raw);
        Assert.Equal(10, _rig.Checkpoint.Events);
    }

    [Fact]
    public async Task Twice_in_pages_of_one_transaction_is_once_in_raw()
    {
        _rig.Org.With(1990);
        Elements.InsertRange(1000, Elements[990..1000]);
        await _rig.RunAsync();
        Assert.Equal(_rig.Uuids(1990), _rig.Raw);
    }

    [Fact]
    public async Task What_an_owner_before_published_is_not_published_again()
    {
        _rig.Org.With(1000);
        await _rig.RunAsync();
        Elements.AddRange(Elements[900..]);
        Elements.Add(FakeOrg.Event(1000));
        await _rig.RunAsync();
        Assert.Equal(_rig.Uuids(1001), _rig.Raw);
    }

    [Fact]
    public async Task The_same_uuid_at_another_time_is_not_lost()
    {
        _rig.Org.With(3);
        Elements.Add(FakeOrg.Event(1, "2026-05-12T07:30:00.000Z"));
        await _rig.RunAsync();
        Assert.Equal(["u0", "u1", "u2", "u1"], _rig.Raw);
    }

    [Fact]
    public async Task What_an_aborted_transaction_wrote_is_published_again()
    {
        _rig.Org.With(10);
        var failures = 1;
        _rig.Log.BeforeCommit = () =>
        {
            if (_rig.Org.Requests.Count > 0 && failures-- > 0)
            {
                throw new KafkaException(new Error(ErrorCode.Local_MsgTimedOut));
            }
        };
        await _rig.RunAsync();
        Assert.Equal(_rig.Uuids(10), _rig.Raw);
    }

    [Fact]
    public void The_oldest_goes_when_there_are_too_many()
    {
        var recent = new RecentEvents(capacity: 3);
        recent.Add(new UInt128[] { 1, 2, 2, 3, 4 }.Select(x => WrittenElement.Event(x, default)));
        Assert.Equal(
            [false, true, true, true],
            new UInt128[] { 1, 2, 3, 4 }.Select(x => recent.Contains(WrittenElement.Event(x, default)))
        );
    }

    [Fact]
    public void What_is_not_committed_is_not_there_when_the_next_begins()
    {
        var recent = new RecentEvents();
        recent.Begin();
        recent.Wrote([WrittenElement.Event(1, default), WrittenElement.DeadLetter(2)]);
        Assert.True(recent.Contains(WrittenElement.Event(1, default)));
        Assert.False(recent.Contains(WrittenElement.DeadLetter(2)));
        recent.Begin();
        Assert.False(recent.Contains(WrittenElement.Event(1, default)));
        recent.Wrote([WrittenElement.Event(1, default)]);
        recent.Commit();
        recent.Begin();
        Assert.True(recent.Contains(WrittenElement.Event(1, default)));
    }
}
