using System.Text.Json.Serialization;

namespace Pipeline.Local.Receiver;

/// <summary>How a receiver can misbehave.</summary>
internal enum ReceiverFaultKind
{
    /// <summary>Answers <c>status</c>; nothing is accepted.</summary>
    [JsonStringEnumMemberName("status")]
    Status,

    /// <summary>429 with Retry-After in seconds.</summary>
    [JsonStringEnumMemberName("retry_after")]
    RetryAfterSeconds,

    /// <summary>429 with Retry-After as an HTTP date.</summary>
    [JsonStringEnumMemberName("retry_after_date")]
    RetryAfterDate,

    /// <summary>Does not answer for <c>delay_ms</c>, then goes on as usual.</summary>
    [JsonStringEnumMemberName("hang")]
    Hang,

    /// <summary>Accepts, then resets the connection: the acknowledgement is lost.</summary>
    [JsonStringEnumMemberName("ack_lost")]
    AckLost,

    /// <summary>400 for a request with a line that contains <c>marker</c>; nothing of it is accepted.</summary>
    [JsonStringEnumMemberName("reject_marker")]
    RejectMarker,

    /// <summary>
    /// 200 with <c>errors: true</c>: lines with <c>marker</c> (every second one without) get <c>status</c>.
    /// </summary>
    [JsonStringEnumMemberName("partial")]
    Partial,
}
