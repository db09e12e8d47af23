namespace Pipeline.Producer.Okta;

/// <summary>What a failed request calls for.</summary>
internal enum FailureKind
{
    /// <summary>Will pass by itself: 5xx, timeouts, broken connections, bodies that are no page.</summary>
    Transient,

    /// <summary>429: the governor says when.</summary>
    RateLimited,

    /// <summary>401 or 403: a person must act; the cursor stays.</summary>
    Auth,

    /// <summary>400 for a cursor Okta gave us: go on from the last event.</summary>
    CursorRejected,

    /// <summary>
    /// Every other refusal (wrong host, redirect, bad parameter): a person must act; the cursor stays.
    /// </summary>
    Configuration,
}
