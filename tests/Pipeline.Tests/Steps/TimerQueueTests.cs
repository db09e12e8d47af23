using Pipeline.Processor.Steps;

namespace Pipeline.Tests.Steps;

public sealed class TimerQueueTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 12, 12, 0, 0, TimeSpan.Zero);
    private readonly StateStore _store = new();

    [Fact]
    public void Timers_come_by_time_and_then_by_key_and_each_until_it_moves_on()
    {
        Put("b", Noon);
        Put("a", Noon);
        Put("c", Noon.AddMinutes(-1));
        Assert.Equal("c", _store.NextDue("acme", Noon));
        Assert.Equal("c", _store.NextDue("acme", Noon));
        Put("c", Noon.AddMinutes(1));
        Assert.Equal("a", _store.NextDue("acme", Noon));
        _store.Put("a", null);
        Assert.Equal("b", _store.NextDue("acme", Noon));
        Put("b", null);
        Assert.Null(_store.NextDue("acme", Noon));
        Assert.Equal("c", _store.NextDue("acme", Noon.AddMinutes(1)));
        Assert.Null(_store.NextDue("other", Noon.AddMinutes(1)));
    }

    [Fact]
    public void A_timer_that_was_passed_by_and_taken_back_is_there_again()
    {
        Put("a", Noon);
        _store.Begin();
        Put("a", Noon.AddHours(1));
        Assert.Null(_store.NextDue("acme", Noon));
        _store.Rollback();
        Assert.Equal("a", _store.NextDue("acme", Noon));
    }

    [Fact]
    public void Timers_that_moved_often_are_cleared_and_none_is_lost()
    {
        for (var i = 0; i < 10_000; i++)
        {
            Put($"{i % 7}", Noon.AddSeconds(10_000 - i));
        }

        var keys = new List<string>();
        while (_store.NextDue("acme", Noon.AddDays(1)) is { } key)
        {
            keys.Add(key);
            Put(key, null);
        }

        Assert.Equal(["3", "2", "1", "0", "6", "5", "4"], keys);
    }

    private void Put(string key, DateTimeOffset? timer) =>
        _store.Put(key, new StateEntry(new Count(1), "acme", timer, 0));
}
