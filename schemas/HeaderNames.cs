namespace Pipeline.Schemas;

/// <summary>Record headers. Every value is UTF-8 text, so that any tool shows it.</summary>
public static class HeaderNames
{
    // CloudEvents, Kafka binding in binary mode.
    public const string EventId = "ce_id";
    public const string EventType = "ce_type";
    public const string EventSource = "ce_source";
    public const string EventTime = "ce_time";
    public const string SpecVersion = "ce_specversion";

    public const string ContentType = "content-type";
    public const string TraceParent = "traceparent";

    /// <summary>Which build wrote the record, e.g. <c>okta-producer/0.1.0</c>.</summary>
    public const string Producer = "producer";

    /// <summary>The replay a record belongs to; absent from live records.</summary>
    public const string ReplayId = "replay-id";

    /// <summary>How an event was collected, where not by polling: <c>reconcile</c> or <c>backfill</c>.</summary>
    public const string CollectedBy = "collected-by";

    // Dead letters: the value is the original record's, byte for byte.
    public const string ErrorReason = "error.reason";
    public const string ErrorMessage = "error.message";
    public const string ErrorStage = "error.stage";
    public const string ErrorHttpStatus = "error.http_status";
    public const string SourceTopic = "source.topic";
    public const string SourcePartition = "source.partition";
    public const string SourceOffset = "source.offset";
    public const string SourceTimestamp = "source.timestamp";

    public const string AvroContentType = "application/avro";
    public const string JsonContentType = "application/json";
}
