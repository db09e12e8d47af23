namespace Pipeline.Producer.Collection.Reconciliation;

/// <summary>Where the work on a span stands: what its record in the checkpoints topic holds.</summary>
internal sealed record SpanProgress
{
    public required SpanKind Kind { get; init; }

    /// <summary>First published of the span.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>The published it ends before.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>What was published before is compared, whole windows only.</summary>
    public required DateTimeOffset DoneUntil { get; init; }

    /// <summary>The published the window that is being read ends before; null between two windows.</summary>
    public DateTimeOffset? WindowUntil { get; init; }

    /// <summary>The exact URL of the window's next page; null between two windows.</summary>
    public string? Url { get; init; }

    /// <summary>The backfill's request; requests are ordered by it.</summary>
    public string? RequestId { get; init; }

    public SpanState State { get; init; } = SpanState.Running;

    /// <summary>Why it failed.</summary>
    public string? Fault { get; init; }

    /// <summary>Greatest published seen in the window: what a progress bar shows.</summary>
    public DateTimeOffset? Seen { get; init; }

    /// <summary>Events Okta served.</summary>
    public long Compared { get; init; }

    /// <summary>Events raw did not have and has now.</summary>
    public long Missing { get; init; }

    public long Pages { get; init; }

    public long DeadLetters { get; init; }

    /// <summary>How much of it is done, 0 to 1, by published time.</summary>
    public double Ratio
    {
        get
        {
            var reached = Seen > DoneUntil ? Seen.Value : DoneUntil;
            return Until > From ? Math.Clamp((reached - From) / (Until - From), 0, 1) : 1;
        }
    }

    /// <summary>A span to begin with.</summary>
    public static SpanProgress Of(SpanKind kind, DateTimeOffset from, DateTimeOffset until) =>
        new()
        {
            Kind = kind,
            From = from,
            Until = until,
            DoneUntil = from,
        };

    /// <summary>Nothing before a time is ever read again: where a schedule begins.</summary>
    public static SpanProgress Floor(SpanKind kind, DateTimeOffset from) =>
        Of(kind, from, from) with
        {
            State = SpanState.Done,
        };

    /// <summary>The window was read to its end.</summary>
    public SpanProgress WindowDone(DateTimeOffset until) =>
        this with
        {
            DoneUntil = until,
            WindowUntil = null,
            Url = null,
            State = until >= Until ? SpanState.Done : SpanState.Running,
        };

    /// <summary>The window is read from its beginning again: raw says what of it is there already.</summary>
    public SpanProgress WindowAgain() => this with { WindowUntil = null, Url = null };

    public SpanProgress Failed(string fault) => WindowAgain() with { State = SpanState.Failed, Fault = fault };
}
