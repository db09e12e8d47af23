using System.Text.Json.Serialization;

namespace Pipeline.Local.Simulation.Faults;

/// <summary>What can go wrong with an org. The JSON names are the members in snake case.</summary>
internal enum FaultKind
{
    /// <summary>500 E0000009: a query took too long.</summary>
    [JsonStringEnumMemberName("error_500")]
    Error500,

    /// <summary>503 with an HTML page of some proxy.</summary>
    [JsonStringEnumMemberName("html_503")]
    Html503,

    /// <summary>The connection is reset in the middle of the body.</summary>
    [JsonStringEnumMemberName("reset")]
    Reset,

    /// <summary>200 with half of the body, and a length that fits.</summary>
    [JsonStringEnumMemberName("truncate")]
    Truncate,

    /// <summary>The second half of the body comes <c>delay_ms</c> later.</summary>
    [JsonStringEnumMemberName("slow")]
    Slow,

    /// <summary>Every cursor handed out so far is refused from now on: 400.</summary>
    [JsonStringEnumMemberName("reject_cursor")]
    RejectCursor,

    /// <summary>The next link points to another host.</summary>
    [JsonStringEnumMemberName("foreign_next")]
    ForeignNext,

    /// <summary>There is no next link.</summary>
    [JsonStringEnumMemberName("no_next")]
    NoNext,

    /// <summary>The next link has its parameters in another order.</summary>
    [JsonStringEnumMemberName("reorder_next")]
    ReorderNext,

    /// <summary>Both links in one header line, joined by a comma.</summary>
    [JsonStringEnumMemberName("join_links")]
    JoinLinks,

    /// <summary>401 E0000011.</summary>
    [JsonStringEnumMemberName("unauthorized")]
    Unauthorized,

    /// <summary>403 E0000006.</summary>
    [JsonStringEnumMemberName("forbidden")]
    Forbidden,

    /// <summary>429 of the quota: limit and reset are told.</summary>
    [JsonStringEnumMemberName("quota_429")]
    Quota429,

    /// <summary>429 of concurrency: limit and remaining are 0.</summary>
    [JsonStringEnumMemberName("concurrency_429")]
    Concurrency429,

    /// <summary>429 whose reset header is missing.</summary>
    [JsonStringEnumMemberName("no_reset_429")]
    NoReset429,
}
