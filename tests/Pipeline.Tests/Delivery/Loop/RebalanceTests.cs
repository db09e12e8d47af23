using System.Net;
using Confluent.Kafka;
using Pipeline.Processor.Delivery;
using Pipeline.Tests.Delivery.Fakes;

namespace Pipeline.Tests.Delivery.Loop;

public sealed class RebalanceTests : IAsyncDisposable
{
    private readonly CountingTime _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly TaskCompletionSource<HttpResponseMessage> _first = new();
    private readonly ScriptedReceiver _receiver;
    private readonly SinkHarness _harness;

    public RebalanceTests()
    {
        // The first answer is given by the test, the others are successes.
        _receiver = new ScriptedReceiver((_, n) => n == 1 ? _first.Task : Task.FromResult(Answer(HttpStatusCode.OK)));
        _harness = new SinkHarness(SinkCatalogue.Alerts, _receiver, _time);
        Append(0, "a0", "a1");
        Append(1, "b0", "b1");
        _harness.Kafka.Assign(0, 1);
        _harness.Start();
    }

    private FakeKafka Kafka => _harness.Kafka;

    [Fact]
    public async Task A_revoked_partition_is_committed_up_to_its_acknowledgements_and_not_sent_any_more()
    {
        await _harness.UntilAsync(() => _receiver.Requests.Count == 1);
        var timers = _time.Timers;
        // Its consumer keeps handing out records, as a real one may.
        Kafka.Take(lost: false, keepsHandingOut: true, 0);
        // The handler has let go of the partition when it waits for the request in flight.
        await _harness.UntilAsync(() => _time.Timers > timers);
        _first.SetResult(Answer(HttpStatusCode.OK));
        await _harness.UntilAsync(() => _receiver.Accepted.Count == 3);
        Append(0, "a2");
        Append(1, "b2");
        await _harness.UntilAsync(() => _receiver.Accepted.Count == 4);
        Assert.Equal(["a0", "b0", "b1", "b2"], Ids());
        Assert.Equal(1, Kafka.Committed[0]);
        await _harness.StopAsync();
        Assert.Equal((1, 3), (Kafka.Committed[0], Kafka.Committed[1]));
    }

    [Fact]
    public async Task A_request_that_outlasts_the_rebalance_is_not_committed()
    {
        await _harness.UntilAsync(() => _receiver.Requests.Count == 1);
        Kafka.Take(lost: false, keepsHandingOut: false, 0, 1);
        await AdvanceUntilAsync(() => _harness.Logs.Lines.Any(x => x.Contains("Revoked:")), TimeSpan.FromSeconds(1));
        _first.SetResult(Answer(HttpStatusCode.OK));
        await _harness.UntilAsync(() => _receiver.Accepted.Count == 1);
        await _harness.StopAsync();
        Assert.Empty(Kafka.Commits);
        Assert.Single(_receiver.Requests);
    }

    [Fact]
    public async Task A_lost_partition_is_neither_sent_nor_committed()
    {
        await _harness.UntilAsync(() => _receiver.Requests.Count == 1);
        Kafka.Take(lost: true, keepsHandingOut: true, 0);
        await _harness.UntilAsync(() => _harness.Logs.Lines.Any(x => x.Contains("Lost")));
        _first.SetResult(Answer(HttpStatusCode.OK));
        await _harness.UntilAsync(() => _receiver.Accepted.Count == 3);
        await _harness.StopAsync();
        Assert.Equal(["a0", "b0", "b1"], Ids());
        Assert.False(Kafka.Committed.ContainsKey(0));
        Assert.Equal(2, Kafka.Committed[1]);
    }

    [Fact]
    public async Task After_a_long_stop_nothing_is_sent_until_the_group_confirms_and_a_dropped_member_stays_silent()
    {
        await _harness.UntilAsync(() => _receiver.Requests.Count == 1);
        Kafka.HoldPolls = true;
        await _harness.UntilAsync(() => Kafka.IsHeld);
        _first.SetResult(Answer(HttpStatusCode.ServiceUnavailable));
        await _harness.UntilAsync(() => _harness.Logs.Lines.Any(x => x.Contains("the same again in")));
        // The process is stopped for a minute. When it wakes the wait before the next try is over.
        Kafka.CommitFault = () => new KafkaException(new Error(ErrorCode.IllegalGeneration));
        _time.Advance(TimeSpan.FromMinutes(1));
        Kafka.HoldPolls = false;
        await _harness.UntilAsync(() => _harness.Logs.Lines.Any(x => x.Contains("dropped this member")));
        var polls = Kafka.Polls;
        await _harness.UntilAsync(() => Kafka.Polls > polls + 20);
        Assert.Single(_receiver.Requests);

        // It rejoins by itself and goes on from what is committed.
        Kafka.CommitFault = () => null;
        Kafka.Take(lost: true, keepsHandingOut: false, 0, 1);
        Kafka.Assign(0);
        await _harness.UntilAsync(() => _receiver.Accepted.Count == 2);
        Assert.Equal(["a0", "a1"], Ids());
    }

    [Fact]
    public async Task After_a_long_stop_a_member_that_is_still_counted_in_goes_on()
    {
        await _harness.UntilAsync(() => _receiver.Requests.Count == 1);
        var silent = 3;
        Kafka.CommitFault = () => silent-- > 0 ? new KafkaException(new Error(ErrorCode.Local_TimedOut)) : null;
        Kafka.HoldPolls = true;
        await _harness.UntilAsync(() => Kafka.IsHeld);
        _first.SetResult(Answer(HttpStatusCode.ServiceUnavailable));
        await _harness.UntilAsync(() => _harness.Logs.Lines.Any(x => x.Contains("the same again in")));
        _time.Advance(TimeSpan.FromMinutes(1));
        Kafka.HoldPolls = false;
        await _harness.UntilAsync(() => _receiver.Accepted.Count == 4);
        Assert.Equal(["a0", "a1", "b0", "b1"], Ids().Order());
    }

    [Fact]
    public async Task A_stop_lets_the_request_in_flight_end_and_commits_it_before_leaving()
    {
        await _harness.UntilAsync(() => _receiver.Requests.Count == 1);
        var closedAtCommit = true;
        Kafka.OnCommit = (_, _) => closedAtCommit = Kafka.Closed;
        var stopping = _harness.StopAsync();
        await _harness.UntilAsync(() => _harness.Logs.Lines.Any(x => x.Contains("stops;")));
        _time.Advance(TimeSpan.FromSeconds(14));
        Assert.False(stopping.IsCompleted);
        _first.SetResult(Answer(HttpStatusCode.OK));
        await stopping;
        Assert.Equal(1, Kafka.Committed[0]);
        Assert.False(closedAtCommit);
        Assert.True(Kafka.Closed);
        Assert.Single(_receiver.Requests);
    }

    [Fact]
    public async Task A_stop_ends_a_request_that_takes_longer_than_the_drain_and_commits_nothing_for_it()
    {
        await _harness.UntilAsync(() => _receiver.Requests.Count == 1);
        var stopping = _harness.StopAsync();
        await AdvanceUntilAsync(() => stopping.IsCompleted, TimeSpan.FromSeconds(1));
        await stopping;
        Assert.Empty(Kafka.Commits);
        Assert.True(Kafka.Closed);
    }

    [Fact]
    public async Task A_stop_ends_a_wait_at_once()
    {
        _first.SetResult(Answer(HttpStatusCode.Forbidden));
        await _harness.UntilAsync(() => _harness.Logs.Lines.Any(x => x.Contains("refuses everything")));
        await _harness.StopAsync();
        Assert.Empty(Kafka.Commits);
    }

    public ValueTask DisposeAsync() => _harness.DisposeAsync();

    private static HttpResponseMessage Answer(HttpStatusCode status) => new(status);

    private void Append(int partition, params string[] ids) =>
        Array.ForEach(ids, x => Kafka.Append(partition, Samples.Alert(x)));

    private List<string> Ids() =>
        [
            .. _receiver.Accepted.Select(x =>
                System.Text.Json.JsonDocument.Parse(x.Body).RootElement.GetProperty("alert_id").GetString()!
            ),
        ];

    private Task AdvanceUntilAsync(Func<bool> condition, TimeSpan step) =>
        _harness.UntilAsync(() =>
        {
            _time.Advance(step);
            return condition();
        });
}
