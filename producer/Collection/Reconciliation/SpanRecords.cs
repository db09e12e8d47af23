using System.Globalization;
using System.Text;
using Confluent.Kafka;
using Pipeline.Events;
using Pipeline.Schemas;

namespace Pipeline.Producer.Collection.Reconciliation;

/// <summary>
/// Progress and requests as records of the checkpoints topic and back. The value is a <see cref="Checkpoint"/>, which
/// is all the topic's schema allows; what a span has beyond that is in headers.
/// </summary>
/// <remarks>
/// Each has a key of its own, always in the tenant's partition, so compaction keeps the last of each.
/// </remarks>
internal sealed class SpanRecords(ISchemaIds ids)
{
    private const string RequestKey = "backfill-request";
    private const string From = "span-from";
    private const string Until = "span-until";
    private const string DoneUntil = "span-done-until";
    private const string WindowUntil = "span-window-until";
    private const string State = "span-state";
    private const string Fault = "span-fault";
    private const string Compared = "span-compared";
    private const string Request = "span-request";
    private const string Cancel = "span-cancel";

    private readonly AvroCodec<Checkpoint> _codec = new(ids);

    /// <summary>
    /// The tenant a key belongs to, and what of the tenant it names; null for the tenant's own checkpoint.
    /// </summary>
    public static (string Tenant, string What)? Key(byte[] key)
    {
        var text = Encoding.UTF8.GetString(key);
        // A tenant's name holds no slash.
        return text.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash
            ? (text[..slash], text[(slash + 1)..])
            : null;
    }

    public static bool IsRequest(string what) => what == RequestKey;

    public static SpanKind? KindOf(string what) =>
        Enum.GetValues<SpanKind>().Where(x => What(x) == what).Select(x => (SpanKind?)x).FirstOrDefault();

    public Message<byte[], byte[]> Of(string tenant, string org, SpanProgress progress, DateTimeOffset now)
    {
        var headers = RecordHeaders
            .Common(HeaderNames.AvroContentType)
            .With(From, Text(progress.From))
            .With(Until, Text(progress.Until))
            .With(DoneUntil, Text(progress.DoneUntil))
            .With(State, progress.State.ToString())
            .With(Compared, progress.Compared.ToString(CultureInfo.InvariantCulture));
        Add(headers, WindowUntil, progress.WindowUntil is { } until ? Text(until) : null);
        Add(headers, Request, progress.RequestId);
        Add(headers, Fault, progress.Fault);
        var value = Value(tenant, org, now);
        value.next_url = progress.Url ?? "";
        value.last_published = progress.Seen?.UtcDateTime;
        value.events = progress.Missing;
        value.pages = progress.Pages;
        value.dead_letters = progress.DeadLetters;
        return Record(tenant, What(progress.Kind), value, headers, now);
    }

    public Message<byte[], byte[]> Of(string tenant, BackfillRequest request, DateTimeOffset now)
    {
        var headers = RecordHeaders
            .Common(HeaderNames.AvroContentType)
            .With(From, Text(request.From))
            .With(Until, Text(request.Until))
            .With(Request, request.Id);
        Add(headers, Cancel, request.Cancel ? "true" : null);
        return Record(tenant, RequestKey, Value(tenant, "", now), headers, now);
    }

    /// <exception cref="MalformedRecordException">It is no progress of a span.</exception>
    public SpanProgress Progress(SpanKind kind, Message<byte[], byte[]> message)
    {
        var value = _codec.Decode(message.Value);
        var state = RecordHeaders.Text(message.Headers, State);
        return new SpanProgress
        {
            Kind = kind,
            From = Time(message, From),
            Until = Time(message, Until),
            DoneUntil = Time(message, DoneUntil),
            WindowUntil = RecordHeaders.Text(message.Headers, WindowUntil) is null ? null : Time(message, WindowUntil),
            Url = value.next_url is { Length: > 0 } url ? url : null,
            RequestId = RecordHeaders.Text(message.Headers, Request),
            State = Enum.TryParse<SpanState>(state, out var known) ? known : throw Malformed(State, state),
            Fault = RecordHeaders.Text(message.Headers, Fault),
            Seen = value.last_published is { } seen ? new DateTimeOffset(seen, TimeSpan.Zero) : null,
            Compared = long.TryParse(RecordHeaders.Text(message.Headers, Compared), out var compared) ? compared : 0,
            Missing = value.events,
            Pages = value.pages,
            DeadLetters = value.dead_letters,
        };
    }

    /// <exception cref="MalformedRecordException">It is no request.</exception>
    public static BackfillRequest ReadRequest(Message<byte[], byte[]> message) =>
        new(
            RecordHeaders.Text(message.Headers, Request) ?? throw Malformed(Request, null),
            Time(message, From),
            Time(message, Until),
            RecordHeaders.Text(message.Headers, Cancel) == "true"
        );

    private static string What(SpanKind kind) =>
        kind switch
        {
            SpanKind.Recent => "reconcile",
            SpanKind.Daily => "reconcile-daily",
            _ => "backfill",
        };

    /// <summary>A value that says nothing but whose it is.</summary>
    public static Checkpoint Value(string tenant, string org, DateTimeOffset now) =>
        new()
        {
            tenant = tenant,
            org_url = org,
            next_url = "",
            updated_at = now.UtcDateTime,
        };

    /// <summary>A record beside the tenant's own checkpoint, under a key that names what it is.</summary>
    public Message<byte[], byte[]> Record(
        string tenant,
        string what,
        Checkpoint value,
        Headers headers,
        DateTimeOffset now
    ) =>
        new()
        {
            Key = Encoding.UTF8.GetBytes(Keys.Span(tenant, what)),
            Value = _codec.Encode(Topics.Checkpoints, value),
            Headers = headers,
            Timestamp = new Timestamp(now),
        };

    private static void Add(Headers headers, string name, string? value)
    {
        if (value is not null)
        {
            headers.With(name, value);
        }
    }

    private static DateTimeOffset Time(Message<byte[], byte[]> message, string name) =>
        RecordHeaders.Text(message.Headers, name) is var text
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var time)
            ? time
            : throw Malformed(name, text);

    private static MalformedRecordException Malformed(string name, string? text) =>
        new($"Header {name} is {text ?? "missing"}, which is no such value.");

    private static string Text(DateTimeOffset time) => time.ToString("O", CultureInfo.InvariantCulture);
}
