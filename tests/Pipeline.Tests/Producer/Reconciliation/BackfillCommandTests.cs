using Microsoft.Extensions.Time.Testing;
using Pipeline.Kafka;
using Pipeline.Producer.Collection.Reconciliation;
using Pipeline.Producer.Commands;
using Pipeline.Schemas;

namespace Pipeline.Tests.Producer.Reconciliation;

public sealed class BackfillCommandTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 5, 12, 8, 0, 0, TimeSpan.Zero);
    private static readonly BackfillSpan Span = new(Now.AddDays(-30), Now.AddDays(-7));

    private readonly FakeTimeProvider _time = new(Now);
    private readonly FakeLog _log = new();
    private readonly StringWriter _screen = new();
    private readonly SpanRecords _records = new(new CommittedSchemaIds());
    private readonly CancellationTokenSource _stop = new(TimeSpan.FromSeconds(20));
    private readonly BackfillTopic _topic;

    public BackfillCommandTests()
    {
        _topic = new BackfillTopic(_log, new CommittedSchemaIds(), CollectionRig.Tenant, _time);
        Each(_ => { });
    }

    private IReadOnlyList<BackfillRequest> Requests =>
        [
            .. _log.Records(Topics.Checkpoints)
                .Where(x => x.Key.AsSpan().SequenceEqual("acme/backfill-request"u8))
                .Select(SpanRecords.ReadRequest),
        ];

    private BackfillCommand Command =>
        new(_topic, CollectionRig.Tenant, new BackfillDisplay(_screen, terminal: false, _time), _time);

    public void Dispose()
    {
        _topic.Dispose();
        _stop.Dispose();
        _screen.Dispose();
    }

    /// <summary>What happens whenever the verb has read all: time passes, and the owner does something.</summary>
    private void Each(Action<int> owner)
    {
        var turn = 0;
        _log.WhenReadToEnd = () =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(200));
            owner(++turn);
        };
    }

    private void Answer(Func<SpanProgress, SpanProgress> change)
    {
        var request = Requests[^1];
        var progress = SpanProgress.Of(SpanKind.Backfill, request.From, request.Until) with { RequestId = request.Id };
        _log.Append(
            new Confluent.Kafka.TopicPartition(Topics.Checkpoints, CollectionRig.Partition),
            _records.Of(CollectionRig.Tenant, "https://acme.okta.example", change(progress), _time.GetUtcNow())
        );
    }

    [Fact]
    public async Task It_asks_the_owner_and_shows_how_it_goes()
    {
        Each(turn =>
        {
            switch (turn)
            {
                case 3:
                    Answer(x => x with { Seen = Span.From.AddDays(11.5), Compared = 1234567, Pages = 1235 });
                    break;
                case 20:
                    Answer(x => x.WindowDone(Span.Until) with { Compared = 2000000, Missing = 1500 });
                    break;
            }
        });
        Assert.Equal(ProgramExit.Ok, await Command.RunAsync(Span, _stop.Token));
        var request = Assert.Single(Requests);
        Assert.Equal((Span.From, Span.Until), (request.From, request.Until));
        var screen = _screen.ToString();
        Assert.Contains("50 %  at 2026-04-23 20:00  1,234,567 events, 0 were missing, 1,235 pages", screen);
        Assert.Contains("done. 2,000,000 events compared, 1,500 were missing and are in raw now", screen);
    }

    [Fact]
    public async Task It_says_so_when_no_producer_takes_it_up_and_asks_again_meanwhile()
    {
        Each(turn =>
        {
            if (turn == 200)
            {
                Answer(x => x.WindowDone(Span.Until));
            }
        });
        Assert.Equal(ProgramExit.Ok, await Command.RunAsync(Span, _stop.Token));
        Assert.Single(_screen.ToString().Split("No producer has taken it up in 30 s").Skip(1));
        Assert.InRange(Requests.Count, 7, 9);
        Assert.Single(Requests.Distinct());
    }

    [Fact]
    public async Task Started_again_it_follows_what_is_under_way()
    {
        await _topic.SendAsync(new BackfillRequest("2026-05-12T07:00:00.000Z", Span.From, Span.Until), _stop.Token);
        Answer(x => x with { Pages = 3 });
        Each(turn =>
        {
            if (turn == 3)
            {
                Answer(x => x.WindowDone(Span.Until));
            }
        });
        using var topic = new BackfillTopic(_log, new CommittedSchemaIds(), CollectionRig.Tenant, _time);
        var display = new BackfillDisplay(_screen, terminal: false, _time);
        var command = new BackfillCommand(topic, CollectionRig.Tenant, display, _time);
        Assert.Equal(ProgramExit.Ok, await command.RunAsync(null, _stop.Token));
        Assert.Contains("under way", _screen.ToString());
        Assert.Single(Requests);
    }

    [Fact]
    public async Task Another_span_while_one_is_under_way_is_refused_with_the_way_out()
    {
        await _topic.SendAsync(new BackfillRequest("2026-05-12T07:00:00.000Z", Span.From, Span.Until), _stop.Token);
        using var topic = new BackfillTopic(_log, new CommittedSchemaIds(), CollectionRig.Tenant, _time);
        var display = new BackfillDisplay(_screen, terminal: false, _time);
        var command = new BackfillCommand(topic, CollectionRig.Tenant, display, _time);
        var refusal = await Assert.ThrowsAsync<ConfigurationException>(() =>
            command.RunAsync(Span with { Until = Span.Until.AddDays(1) }, _stop.Token)
        );
        Assert.Contains("--cancel", refusal.Message);
        Assert.Single(Requests);
    }

    [Fact]
    public async Task Ctrl_C_leaves_it_running()
    {
        Each(turn =>
        {
            if (turn == 3)
            {
                Answer(x => x with { Pages = 1 });
            }

            if (turn == 10)
            {
                _stop.Cancel();
            }
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Command.RunAsync(Span, _stop.Token));
        Assert.Contains("goes on in the producer", _screen.ToString());
        Assert.All(Requests, x => Assert.False(x.Cancel));
    }

    [Fact]
    public async Task Cancelled_it_waits_for_the_owner_to_say_so()
    {
        await _topic.SendAsync(new BackfillRequest("2026-05-12T07:00:00.000Z", Span.From, Span.Until), _stop.Token);
        Answer(x => x with { Missing = 7 });
        Each(turn =>
        {
            if (turn == 5)
            {
                Answer(x => x with { Missing = 7, State = SpanState.Cancelled });
            }
        });
        using var topic = new BackfillTopic(_log, new CommittedSchemaIds(), CollectionRig.Tenant, _time);
        var display = new BackfillDisplay(_screen, terminal: false, _time);
        var command = new BackfillCommand(topic, CollectionRig.Tenant, display, _time);
        Assert.Equal(ProgramExit.Ok, await command.CancelAsync(_stop.Token));
        Assert.True(Requests[^1].Cancel);
        Assert.Contains("cancelled", _screen.ToString());
    }

    [Fact]
    public async Task A_failure_is_told_with_its_reason()
    {
        Each(turn =>
        {
            if (turn == 3)
            {
                Answer(x => x.Failed("HTTP 400 E0000053 too old"));
            }
        });
        Assert.Equal(ProgramExit.Failed, await Command.RunAsync(Span, _stop.Token));
        Assert.Contains("E0000053 too old", _screen.ToString());
    }

    [Fact]
    public async Task Nothing_under_way_is_a_sentence()
    {
        var refusal = await Assert.ThrowsAsync<ConfigurationException>(() => Command.RunAsync(null, _stop.Token));
        Assert.Contains("--from and --to", refusal.Message);
        Assert.Equal(ProgramExit.Failed, await Command.CancelAsync(_stop.Token));
        Assert.Empty(Requests);
    }

    [Theory]
    [InlineData("2026-05-01", null, "both")]
    [InlineData("yesterday", "2026-05-02", "--from yesterday")]
    [InlineData("2026-05-02", "2026-05-01", "not before")]
    [InlineData("2026-05-02", "2026-05-02", "not before")]
    [InlineData("2026-05-02", "2026-06-01", "future")]
    [InlineData("2026-01-01", "2026-05-01", "2026-02-11 or later")]
    public void A_span_that_cannot_be_is_refused_with_the_right_form(string? from, string? until, string part)
    {
        var refusal = Assert.Throws<ConfigurationException>(() => BackfillSpan.Read(from, until, Now));
        Assert.Contains(part, refusal.Message);
    }

    [Fact]
    public void Times_without_an_offset_are_utc()
    {
        var span = BackfillSpan.Read("2026-05-01", "2026-05-02T03:00:00+02:00", Now)!;
        Assert.Equal(new DateTimeOffset(2026, 5, 1, 0, 0, 0, TimeSpan.Zero), span.From);
        Assert.Equal(new DateTimeOffset(2026, 5, 2, 1, 0, 0, TimeSpan.Zero), span.Until);
        Assert.Null(BackfillSpan.Read(null, null, Now));
    }

    [Fact]
    public async Task On_a_terminal_the_bar_is_redrawn_in_place()
    {
        var display = new BackfillDisplay(_screen, terminal: true, _time);
        var progress = SpanProgress.Of(SpanKind.Backfill, Span.From, Span.Until) with
        {
            DoneUntil = Span.From.AddDays(11.5),
        };
        await display.ShowAsync(progress);
        await display.ShowAsync(progress);
        await display.SayAsync("Over.");
        Assert.StartsWith("\r[###############...............] 50 %", _screen.ToString());
        Assert.EndsWith(Environment.NewLine + "Over." + Environment.NewLine, _screen.ToString());
    }
}
