using Pipeline.Producer.Collection;
using Pipeline.Producer.Okta;
using Pipeline.Schemas;

namespace Pipeline.Tests.Producer;

/// <summary>While a page is published the next is asked for, and no other.</summary>
public sealed class RunAheadTests
{
    private readonly CollectionRig _rig = new();

    [Fact]
    public async Task The_next_page_is_on_its_way_before_the_last_is_committed()
    {
        _rig.Org.With(2500);
        var (commits, seen) = (0, 0);
        _rig.Log.BeforeCommit = () =>
        {
            // The first commit is where the tenant begins.
            if (++commits == 2)
            {
                SpinWait.SpinUntil(() => _rig.Org.Requests.Count >= 2, TimeSpan.FromSeconds(5));
                seen = _rig.Org.Requests.Count;
            }
        };
        await _rig.RunAsync();
        Assert.InRange(seen, 2, 3);
        Assert.Equal(_rig.Uuids(2500), _rig.Raw);
        Assert.Equal(3, _rig.Org.Requests.Count);
        Assert.Equal((3, 2500), (_rig.Checkpoint.Pages, _rig.Checkpoint.Events));
    }

    [Theory]
    [InlineData(3500, 1)]
    [InlineData(20_500, 2)]
    public async Task Pages_of_a_backlog_share_transactions(int events, int transactions)
    {
        _rig.Org.With(events);
        await _rig.RunAsync();
        // One more is where the tenant begins.
        Assert.Equal(1 + transactions, _rig.Log.Commits);
        Assert.Equal(_rig.Uuids(events), _rig.Raw);
    }

    [Fact]
    public async Task A_page_that_is_slow_to_come_does_not_hold_up_those_before()
    {
        var committed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _rig.Org.With(1500);
        _rig.Org.Change = (request, response) =>
        {
            if (request.RequestUri!.Query.Contains("_1000", StringComparison.Ordinal))
            {
                response.Content = new LateContent(response.Content, committed.Task);
            }
        };
        var commits = 0;
        _rig.Log.BeforeCommit = () =>
        {
            if (++commits == 2)
            {
                committed.SetResult();
            }
        };
        var run = _rig.RunAsync();
        while (!committed.Task.IsCompleted && !run.IsCompleted)
        {
            // Patience runs on the injected clock, and so do time-outs: it must not race ahead of a busy machine.
            _rig.Time.Advance(TimeSpan.FromMilliseconds(1));
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        await run;
        Assert.Equal(3, _rig.Log.Commits);
        Assert.Equal(_rig.Uuids(1500), _rig.Raw);
    }

    /// <summary>Whoever takes over after a kill must know of the refusal as soon as of the page before it.</summary>
    [Fact]
    public async Task A_request_ahead_that_is_refused_closes_the_window_in_the_checkpoint_before_it()
    {
        _rig.Org.With(1500);
        var refused = false;
        _rig.Org.Change = (request, response) =>
        {
            if (!refused && request.RequestUri!.Query.Contains("_1000", StringComparison.Ordinal))
            {
                refused = true;
                var now = _rig.Time.GetUtcNow();
                response.StatusCode = System.Net.HttpStatusCode.TooManyRequests;
                response.Headers.Date = now;
                response.Headers.Add("X-Rate-Limit-Limit", "100");
                response.Headers.Add("X-Rate-Limit-Remaining", "0");
                response.Headers.Add("X-Rate-Limit-Reset", $"{now.AddSeconds(40).ToUnixTimeSeconds()}");
            }
        };

        await _rig.RunAsync();

        // The first is where the tenant begins.
        var checkpoint = _rig.Log.Records(Topics.Checkpoints)[1];
        Assert.Contains(checkpoint.Headers, x => x.Key == CheckpointRecord.ClosedUntil);
        Assert.Equal(_rig.Uuids(1500), _rig.Raw);
    }

    [Fact]
    public async Task The_last_requests_of_a_window_go_out_in_turn()
    {
        _rig.Org.With(2500);
        _rig.Org.Change = (_, response) =>
        {
            var reset = _rig.Time.GetUtcNow().AddSeconds(40).ToUnixTimeSeconds();
            response.Headers.Date = _rig.Time.GetUtcNow();
            response.Headers.Add("X-Rate-Limit-Limit", "100");
            response.Headers.Add("X-Rate-Limit-Remaining", "2");
            response.Headers.Add("X-Rate-Limit-Reset", $"{reset}");
        };
        var seen = new List<int>();
        _rig.Log.BeforeCommit = () => seen.Add(_rig.Org.Requests.Count);
        await _rig.RunAsync();
        Assert.Equal([0, 1, 2, 3], seen);
        Assert.Equal(_rig.Uuids(2500), _rig.Raw);
    }

    [Fact]
    public void Nothing_is_sent_ahead_where_the_share_is_nearly_spent()
    {
        var governor = new RateGovernor(0.1);
        var utc = new DateTimeOffset(2026, 5, 12, 8, 0, 0, TimeSpan.Zero);
        governor.Sent(TimeSpan.Zero);
        Assert.True(governor.IsWideOpen(TimeSpan.Zero));
        governor.Received(new(60, 59, utc.AddSeconds(40), utc, null), 200, TimeSpan.Zero, utc, 0);
        // Of a share of six.
        for (var sent = 1; sent < 6; sent++)
        {
            Assert.Equal(sent < 4, governor.IsWideOpen(TimeSpan.Zero));
            governor.Sent(TimeSpan.Zero);
        }
    }
}
