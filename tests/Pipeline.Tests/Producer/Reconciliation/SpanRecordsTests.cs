using Confluent.Kafka;
using Pipeline.Producer.Collection.Reconciliation;
using Pipeline.Schemas;

namespace Pipeline.Tests.Producer.Reconciliation;

public sealed class SpanRecordsTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 12, 10, 0, 0, TimeSpan.Zero);
    private readonly SpanRecords _records = new(new CommittedSchemaIds());

    private static SpanStates States(ListLogger? logger = null) => new(new CommittedSchemaIds(), logger ?? new());

    private Message<byte[], byte[]> Record(SpanProgress progress) =>
        _records.Of("acme", "https://acme.okta.example", progress, Now);

    [Fact]
    public void Progress_and_requests_read_back_as_written()
    {
        var progress = SpanProgress.Of(SpanKind.Backfill, Now.AddDays(-30), Now) with
        {
            DoneUntil = Now.AddDays(-20),
            WindowUntil = Now.AddDays(-19),
            Url = "https://acme.okta.example/api/v1/logs?after=1%2E5",
            RequestId = "2026",
            Seen = Now.AddDays(-19.5),
            Compared = 7,
            Missing = 5,
            Pages = 3,
            DeadLetters = 1,
        };
        var failed = SpanProgress.Of(SpanKind.Daily, Now, Now.AddDays(1)).Failed("HTTP 400");
        var request = new BackfillRequest("2026", Now.AddDays(-30), Now, Cancel: true);
        var states = States();
        Assert.True(states.Take(Record(progress)));
        Assert.True(states.Take(Record(failed)));
        Assert.True(states.Take(_records.Of("acme", request, Now)));
        Assert.Equal(progress, states.Progress("acme", SpanKind.Backfill));
        Assert.Equal(failed, states.Progress("acme", SpanKind.Daily));
        Assert.Equal(request, states.Request("acme"));
        Assert.Null(states.Progress("acme", SpanKind.Recent));
        Assert.Null(states.Request("other"));
    }

    [Fact]
    public void Every_kind_has_a_key_of_its_own_so_that_compaction_keeps_each()
    {
        var keys = Enum.GetValues<SpanKind>()
            .Select(x => Record(SpanProgress.Floor(x, Now)).Key)
            .Append(_records.Of("acme", new BackfillRequest("1", Now, Now), Now).Key)
            .Select(System.Text.Encoding.UTF8.GetString);
        Assert.Equal(["acme/reconcile", "acme/reconcile-daily", "acme/backfill", "acme/backfill-request"], keys);
    }

    [Fact]
    public void A_tenants_own_checkpoint_is_none_of_its_business() =>
        Assert.False(States().Take(new Message<byte[], byte[]> { Key = "acme"u8.ToArray(), Value = [1] }));

    [Fact]
    public void What_cannot_be_read_counts_as_absent_and_is_reported()
    {
        using var logger = new ListLogger();
        var states = States(logger);
        var record = Record(SpanProgress.Floor(SpanKind.Daily, Now));
        states.Take(record);
        record.Headers.Remove("span-until");
        Assert.True(states.Take(record));
        Assert.Null(states.Progress("acme", SpanKind.Daily));
        Assert.Contains(logger.Lines, x => x.Contains("span-until"));
        var inbox = new BackfillInbox();
        inbox.Take(
            new Message<byte[], byte[]>
            {
                Key = "acme/backfill-request"u8.ToArray(),
                Value = [1],
                Headers = [],
            }
        );
        Assert.Null(inbox.Look("acme").Request);
    }

    [Fact]
    public void A_request_that_arrives_interrupts_once()
    {
        var inbox = new BackfillInbox();
        var (none, first) = inbox.Look("acme");
        Assert.Null(none);
        var message = _records.Of("acme", new BackfillRequest("1", Now.AddDays(-1), Now), Now);
        inbox.Take(message);
        Assert.True(first.IsCancellationRequested);
        var (request, second) = inbox.Look("acme");
        Assert.Equal("1", request!.Id);
        inbox.Take(message);
        Assert.False(second.IsCancellationRequested);
    }

    [Fact]
    public void A_request_read_again_replaces_no_later_one()
    {
        var inbox = new BackfillInbox();
        var first = new BackfillRequest("1", Now.AddDays(-1), Now);
        inbox.Post("acme", first with { Cancel = true });
        inbox.Post("acme", first);
        Assert.True(inbox.Look("acme").Request!.Cancel);
        inbox.Post("acme", first with { Id = "2" });
        inbox.Post("acme", first with { Cancel = true });
        Assert.Equal("2", inbox.Look("acme").Request!.Id);
    }
}
