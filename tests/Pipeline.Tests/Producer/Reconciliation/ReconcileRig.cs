using System.Text;
using Confluent.Kafka;
using Pipeline.Events;
using Pipeline.Producer.Collection.Reconciliation;
using Pipeline.Schemas;

namespace Pipeline.Tests.Producer.Reconciliation;

/// <summary>A tenant whose poll has run, and what raw and the checkpoints then say about spans.</summary>
internal sealed class ReconcileRig
{
    private static readonly AvroCodec<RawEvent> RawCodec = new(new CommittedSchemaIds());
    private readonly SpanRecords _records = new(new CommittedSchemaIds());

    public CollectionRig Collection { get; } = new() { Timeless = ["idle"] };

    public FakeOrg Org => Collection.Org;

    public FakeLog Log => Collection.Log;

    /// <summary>uuid and how it was collected, in order.</summary>
    public IEnumerable<(string Uuid, string By)> Raw =>
        Log.Records(Topics.Raw).Select(x => RawCodec.Decode(x.Value)).Select(x => (x.event_id, x.collected_by));

    public IReadOnlyList<Message<byte[], byte[]>> DeadLetters => Log.Records(Topics.DeadLetters(Topics.Raw));

    /// <summary>Hourly reconciliation of what was published an hour ago and more.</summary>
    public ReconcileRig Hourly()
    {
        Collection.Options.Reconcile.Every = TimeSpan.FromHours(1);
        Collection.Options.Reconcile.Delay = TimeSpan.Zero;
        return this;
    }

    /// <summary>All progress of a kind, in order.</summary>
    public IReadOnlyList<SpanProgress> Progress(SpanKind kind) =>
        [
            .. Log.Records(Topics.Checkpoints)
                .Where(x => x.Key.Contains((byte)'/'))
                .Where(x => SpanRecords.KindOf(Encoding.UTF8.GetString(x.Key).Split('/')[1]) == kind)
                .Select(x => _records.Progress(kind, x)),
        ];

    public SpanProgress? Last(SpanKind kind) => Progress(kind) is [.., var last] ? last : null;

    /// <summary>Runs until the reconciler waits for the next span.</summary>
    public Task RunUntilNothingIsDueAsync() => Collection.RunAsync(waits: int.MaxValue, reason: "reconcile");

    /// <summary>Runs until the backfill is over.</summary>
    public Task RunBackfillAsync() =>
        Collection.RunAsync(
            idle: int.MaxValue,
            waits: int.MaxValue,
            until: () => Last(SpanKind.Backfill) is { State: not SpanState.Running }
        );

    /// <summary>The owner dies at a commit, which has happened or not; it comes back by itself.</summary>
    public void KillAtCommit(int number, bool committed)
    {
        var commits = 0;
        Log.CommitsBeforeFailing = committed;
        Log.BeforeCommit = () =>
        {
            if (++commits == number)
            {
                throw new KafkaException(new Error(ErrorCode.Local_Fatal, "killed", isFatal: true));
            }
        };
    }

    /// <summary>Asks for a backfill as the verb does: a record in the tenant's partition.</summary>
    public void Ask(BackfillRequest request) =>
        Log.Append(
            new TopicPartition(Topics.Checkpoints, CollectionRig.Partition),
            _records.Of(CollectionRig.Tenant, request, Collection.Time.GetUtcNow())
        );

    /// <summary>A request for the hour the org's events are in.</summary>
    public BackfillRequest Request(string id = "2026-05-12T08:00:00.000Z", bool cancel = false)
    {
        var hour = new DateTimeOffset(2026, 5, 12, 7, 0, 0, TimeSpan.Zero);
        return new BackfillRequest(id, hour, hour.AddHours(1), cancel);
    }
}
