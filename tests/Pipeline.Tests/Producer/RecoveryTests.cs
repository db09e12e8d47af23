using Confluent.Kafka;
using Microsoft.Extensions.Time.Testing;
using Pipeline.Producer.Collection;
using Pipeline.Schemas;

namespace Pipeline.Tests.Producer;

public sealed class RecoveryTests
{
    private readonly CollectionRig _rig = new();

    private FakeOrg Org => _rig.Org;

    // The second: while the page behind it is on its way.
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public async Task An_aborted_transaction_leaves_nothing_and_the_page_is_published_once(int aborted)
    {
        Org.With(1500);
        var commits = 0;
        _rig.Log.BeforeCommit = () =>
        {
            if (++commits == aborted)
            {
                throw new KafkaTxnRequiresAbortException(new Error(ErrorCode.Local_MsgTimedOut, "timed out"));
            }
        };
        await _rig.RunAsync();
        Assert.Equal(_rig.Uuids(1500), _rig.Raw);
        Assert.Equal(1, _rig.Log.Opened);
    }

    [Fact]
    public async Task A_new_owner_does_not_ask_inside_the_window_that_the_last_one_found_closed()
    {
        Org.With(10);
        Org.Fail(429, change: x => Close(x, seconds: 40));
        // Ended within its first wait, as a kill would.
        await _rig.RunAsync(waits: 1, reason: "nothing", until: () => true);
        Assert.Single(Org.Requests);
        var closed = Assert.NotNull(_rig.Checkpoint.ClosedUntil);
        await _rig.RunAsync();
        var (reason, wait) = _rig.Pause.Waits[0];
        Assert.Equal("rate_limit", reason);
        Assert.InRange(wait.TotalSeconds, 1, 41);
        Assert.True(_rig.Time.GetUtcNow() >= closed);
        Assert.Equal(_rig.Uuids(10), _rig.Raw);
        Assert.Null(_rig.Checkpoint.ClosedUntil);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Killed_around_any_commit_every_event_is_in_raw_once(bool committed)
    {
        Org.With(3500);
        for (var kill = 1; kill <= 6; kill++)
        {
            var commits = 0;
            _rig.Log.BeforeCommit = () =>
            {
                if (++commits == kill)
                {
                    throw new KafkaException(new Error(ErrorCode.Local_Fatal, "killed", isFatal: true));
                }
            };
            _rig.Log.CommitsBeforeFailing = committed;
            await _rig.RunAsync();
        }

        Assert.Equal(_rig.Uuids(3500), _rig.Raw);
    }

    [Fact]
    public async Task A_fenced_owner_stops_and_comes_back_only_when_the_group_says_so()
    {
        Org.With(10);
        var fenced = false;
        _rig.Log.BeforeCommit = () =>
        {
            if (!fenced && _rig.Log.Commits == 1)
            {
                fenced = true;
                _rig.Log.Fence($"okta-producer-{CollectionRig.Partition}");
                throw new KafkaException(new Error(ErrorCode.Local_Fenced, "fenced", isFatal: true));
            }
        };
        var asked = 0;
        await _rig.RunAsync(owned: () => ++asked == 3);
        Assert.Equal(3, asked);
        Assert.Equal(3, _rig.Pause.Waits.Count(x => x.Reason == "reopen"));
        Assert.Equal(_rig.Uuids(10), _rig.Raw);
    }

    [Fact]
    public async Task A_rejected_cursor_goes_on_from_the_last_event_and_repeats_nothing()
    {
        Org.With(1500);
        await _rig.RunAsync();
        Org.With(700);
        Org.Fail(400, """{"errorCode":"E0000001","errorSummary":"bad cursor"}""");
        await _rig.RunAsync(idle: 2);
        Assert.Equal(_rig.Uuids(2200), _rig.Raw);
        var rewound = Org.Requests[^3].Url.OriginalString;
        // The last event of 1,500 was published at 07:24:59; the ten latest of its page are not trusted.
        Assert.Contains(
            "since=2026-05-12T07:19:49.000Z",
            Org.Requests.Select(x => x.Url.Query).First(x => x.Contains("07:19"))
        );
        Assert.NotEmpty(rewound);
        Assert.Null(_rig.Checkpoint.RecheckSince);
    }

    [Fact]
    public async Task An_empty_page_amid_what_raw_has_does_not_end_the_comparison()
    {
        // More than are remembered without asking raw.
        Org.With(6000);
        await _rig.RunAsync();
        Org.Fail(400, """{"errorCode":"E0000001","errorSummary":"bad cursor"}""");
        Org.Fail(200, "[]");
        await _rig.RunAsync(idle: 4);
        Assert.Equal(_rig.Uuids(6000), _rig.Raw);
        Assert.Null(_rig.Checkpoint.RecheckSince);
    }

    [Fact]
    public async Task Where_the_last_of_raw_is_served_no_more_the_comparison_ends_after_a_while()
    {
        Org.With(20);
        await _rig.RunAsync();
        Org.Elements.RemoveAt(19);
        Org.Fail(400, """{"errorCode":"E0000001","errorSummary":"bad cursor"}""");
        await _rig.RunAsync(idle: 20);
        Assert.NotNull(_rig.Checkpoint.RecheckSince);
        await _rig.RunAsync(idle: 130, waits: 200);
        Assert.Null(_rig.Checkpoint.RecheckSince);
        Assert.Equal(_rig.Uuids(20), _rig.Raw);
    }

    [Fact]
    public async Task A_rejected_cursor_repeats_no_dead_letter_either()
    {
        Org.With(20);
        Org.Elements.Insert(20, """{"uuid":"u20","published":}""");
        Org.Elements.Insert(10, "\"no event\"");
        await _rig.RunAsync();
        Org.Fail(400);
        await _rig.RunAsync(idle: 2);
        Assert.Equal(_rig.Uuids(20), _rig.Raw);
        Assert.Equal(2, _rig.Log.Records(Topics.DeadLetters(Topics.Raw)).Count);
    }

    [Fact]
    public async Task A_kill_in_the_middle_of_going_on_from_the_last_event_repeats_nothing()
    {
        Org.With(3500);
        await _rig.RunAsync();
        Org.With(100);
        Org.Fail(400);
        var before = _rig.Log.Commits;
        var killed = false;
        _rig.Log.BeforeCommit = () =>
        {
            // The rewound position is saved, then two pages of known events, then death.
            if (!killed && _rig.Log.Commits == before + 3)
            {
                killed = true;
                throw new KafkaException(new Error(ErrorCode.Local_Fatal, "killed", isFatal: true));
            }
        };
        await _rig.RunAsync(idle: 3);
        Assert.True(killed);
        Assert.Equal(_rig.Uuids(3600), _rig.Raw);
    }

    [Fact]
    public async Task A_cursor_that_is_rejected_again_and_again_makes_no_hot_loop()
    {
        Org.With(5);
        await _rig.RunAsync();
        for (var i = 0; i < 20; i++)
        {
            Org.Fail(400);
        }

        await _rig.RunAsync(waits: 5);
        Assert.True(_rig.Pause.Waits.Sum(x => x.Wait.TotalSeconds) > 200);
        await _rig.RunAsync(idle: 3);
        Assert.Equal(_rig.Uuids(5), _rig.Raw);
    }

    [Fact]
    public async Task Without_its_checkpoint_a_tenant_goes_on_from_raw()
    {
        Org.With(1500);
        await _rig.RunAsync();
        _rig.Log.Remove(Topics.Checkpoints);
        Org.With(50);
        await _rig.RunAsync(idle: 2);
        Assert.Equal(_rig.Uuids(1550), _rig.Raw);
    }

    [Fact]
    public async Task An_unreadable_checkpoint_is_rebuilt_from_raw()
    {
        Org.With(10);
        await _rig.RunAsync();
        _rig.Log.Append(
            new TopicPartition(Topics.Checkpoints, CollectionRig.Partition),
            new Message<byte[], byte[]> { Key = "acme"u8.ToArray(), Value = [9, 9] }
        );
        await _rig.RunAsync(idle: 2);
        Assert.Equal(_rig.Uuids(10), _rig.Raw);
        Assert.Contains(_rig.Logger.Lines, x => x.Contains("rebuilt from raw"));
    }

    [Fact]
    public async Task Another_name_of_the_same_org_goes_on_from_the_last_event()
    {
        Org.With(10);
        await _rig.RunAsync();
        var alias = new FakeOrg(_rig.Time, "https://login.acme.example");
        alias.With(12);
        _rig.Org = alias;
        _rig.Options.Tenants[0].OrgUrl = "https://login.acme.example";
        await _rig.RunAsync(idle: 2);
        Assert.Equal(_rig.Uuids(12), _rig.Raw);
        Assert.All(alias.Requests, x => Assert.Equal("login.acme.example", x.Url.Host));
    }

    [Fact]
    public async Task A_false_time_in_the_future_does_not_spoil_the_way_back()
    {
        Org.With(2);
        Org.Elements.Add(FakeOrg.Event(2, "9999-01-01T00:00:00.000Z"));
        await _rig.RunAsync();
        Assert.Equal(_rig.Uuids(3), _rig.Raw);
        Assert.Equal(new DateTimeOffset(2026, 5, 12, 7, 0, 1, TimeSpan.Zero), _rig.Checkpoint.Reached);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-600)]
    public async Task What_was_stored_behind_a_false_time_in_the_future_is_not_passed_by(int skew)
    {
        Org.Change = (_, x) => x.Headers.Date = _rig.Time.GetUtcNow().AddSeconds(skew);
        Org.Elements.Add(FakeOrg.Event(0, "2026-05-12T08:09:00.000Z"));
        await _rig.RunAsync();
        Assert.True(_rig.Checkpoint.Reached <= _rig.Time.GetUtcNow().AddSeconds(skew));
        var now = _rig.Time.GetUtcNow();
        Org.Elements.Add(FakeOrg.Event(1, now.ToString("yyyy-MM-ddTHH:mm:ss.fff'Z'")));
        Org.Fail(400, """{"errorCode":"E0000001","errorSummary":"bad cursor"}""");
        await _rig.RunAsync(idle: 2);
        var since = Org.Requests.Select(x => x.Url.Query).Last(x => x.Contains("since="));
        var from = DateTimeOffset.Parse(System.Web.HttpUtility.ParseQueryString(since)["since"]!);
        Assert.True(from < now.AddSeconds(skew), since);
        Assert.Equal(_rig.Uuids(2), _rig.Raw);
    }

    [Theory]
    [InlineData(200, "[]")]
    [InlineData(500, "")]
    public async Task An_answer_without_events_that_closes_the_window_is_handed_over(int status, string body)
    {
        Org.Fail(status, body, x => Close(x, seconds: 40));
        await _rig.RunAsync(waits: 1, reason: "nothing", until: () => true);
        Assert.Single(Org.Requests);
        var closed = Assert.NotNull(_rig.Checkpoint.ClosedUntil);
        Org.With(1);
        await _rig.RunAsync();
        Assert.Equal("rate_limit", _rig.Pause.Waits[0].Reason);
        Assert.True(_rig.Time.GetUtcNow() >= closed);
        Assert.Equal(_rig.Uuids(1), _rig.Raw);
    }

    private void Close(HttpResponseMessage response, int seconds)
    {
        response.Headers.Date = _rig.Time.GetUtcNow();
        response.Headers.Add("X-Rate-Limit-Limit", "20");
        response.Headers.Add("X-Rate-Limit-Remaining", "0");
        response.Headers.Add("X-Rate-Limit-Reset", $"{_rig.Time.GetUtcNow().AddSeconds(seconds).ToUnixTimeSeconds()}");
    }

    [Fact]
    public async Task The_whole_host_joins_collects_and_drains()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 5, 12, 8, 0, 0, TimeSpan.Zero));
        var log = new FakeLog();
        var org = new FakeOrg(time).With(1200);
        var options = new ProducerOptions { CountLicences = false };
        for (var i = 0; i < 6; i++)
        {
            options.Tenants.Add(
                new()
                {
                    Name = $"t{i}",
                    OrgUrl = "https://acme.okta.example",
                    ApiToken = "good-token",
                }
            );
        }

        using var loggers = new ListLogger();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var host = new CollectionHost(log, new CommittedSchemaIds(), options, time, loggers, org, seed: 1);
        var run = host.RunAsync(stop.Token);
        var done = await EventuallyAsync(() => log.Records(Topics.Raw).Count == 7200);
        await stop.CancelAsync();
        await run.WaitAsync(TimeSpan.FromSeconds(10), TimeProvider.System, TestContext.Current.CancellationToken);
        Assert.True(done, string.Join('\n', loggers.Lines));
        Assert.All(
            log.Records(Topics.Raw).GroupBy(x => System.Text.Encoding.UTF8.GetString(x.Key)),
            x => Assert.Equal(_rig.Uuids(1200), x.Select(r => CollectionRig.Header(r, HeaderNames.EventId)))
        );
    }

    private static async Task<bool> EventuallyAsync(Func<bool> condition)
    {
        for (var i = 0; i < 1000 && !condition(); i++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        return condition();
    }
}
