using Pipeline.Producer.Collection;
using Pipeline.Producer.Collection.Reconciliation;

namespace Pipeline.Tests.Producer.Reconciliation;

public sealed class PollTurnsTests : IDisposable
{
    private static readonly DateTimeOffset At = new(2026, 5, 12, 8, 0, 0, TimeSpan.Zero);
    private readonly PollTurns _turns = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _turns.Dispose();

    [Fact]
    public void A_poll_that_began_before_proves_nothing()
    {
        var began = _turns.Begin();
        var seen = _turns.Now(At);
        _turns.CaughtUp(began, foundNothing: true, At.AddHours(1));
        Assert.False(_turns.HasCaughtUpSince(seen));
    }

    [Fact]
    public void A_later_poll_that_found_nothing_is_past_everything()
    {
        var seen = _turns.Now(At);
        _turns.CaughtUp(_turns.Begin(), foundNothing: true, null);
        Assert.True(_turns.HasCaughtUpSince(seen));
    }

    [Fact]
    public void A_page_that_is_not_full_proves_nothing_unless_it_holds_something_that_happened_later()
    {
        var seen = _turns.Now(At);
        _turns.CaughtUp(_turns.Begin(), foundNothing: false, At);
        Assert.False(_turns.HasCaughtUpSince(seen));
        _turns.CaughtUp(_turns.Begin(), foundNothing: false, At.AddMilliseconds(1));
        Assert.True(_turns.HasCaughtUpSince(seen));
    }

    [Fact]
    public async Task A_rewound_poll_has_to_find_the_end_again()
    {
        var seen = _turns.Now(At);
        _turns.CaughtUp(_turns.Begin(), foundNothing: true, At.AddHours(1));
        await _turns.RewindAsync(Cancel);
        Assert.False(_turns.HasCaughtUpSince(seen));
        var wait = _turns.WaitAsync(seen, Cancel);
        _turns.CaughtUp(_turns.Begin(), foundNothing: false, At);
        Assert.False(wait.IsCompleted);
        _turns.CaughtUp(_turns.Begin(), foundNothing: true, null);
        await wait.WaitAsync(TimeSpan.FromSeconds(5), TimeProvider.System, Cancel);
    }

    [Fact]
    public async Task The_poll_knows_while_it_is_waited_for()
    {
        var before = _turns.Awaited;
        var wait = _turns.WaitAsync(_turns.Now(At), Cancel);
        Assert.True(before.IsCancellationRequested);
        Assert.True(_turns.Awaited.IsCancellationRequested);
        _turns.CaughtUp(_turns.Begin(), foundNothing: true, null);
        await wait.WaitAsync(TimeSpan.FromSeconds(5), TimeProvider.System, Cancel);
        Assert.False(_turns.Awaited.IsCancellationRequested);
    }

    [Fact]
    public async Task The_poll_rewinds_only_after_what_is_being_published_is_in_raw()
    {
        var turn = await _turns.TakeAsync(Cancel);
        var rewind = _turns.RewindAsync(Cancel);
        Assert.False(rewind.IsCompleted);
        turn.Dispose();
        await rewind.WaitAsync(TimeSpan.FromSeconds(5), TimeProvider.System, Cancel);
    }

    [Fact]
    public void What_the_poll_publishes_is_added_to_the_open_window_only()
    {
        var window = new WindowIds(At, At.AddHours(1), 10);
        WrittenElement[] published = [WrittenElement.Event(ElementId.OfUuid("a"), At)];
        _turns.Published(published);
        Assert.False(window.HasEvent(ElementId.OfUuid("a"), At));
        _turns.Watch(window);
        _turns.Published(published);
        Assert.True(window.HasEvent(ElementId.OfUuid("a"), At));
    }
}
