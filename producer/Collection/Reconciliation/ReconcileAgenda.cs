namespace Pipeline.Producer.Collection.Reconciliation;

/// <summary>
/// What a tenant's reconciler does next: a span that is due before a backfill, which may take days. Pure: no clock, no
/// I/O.
/// </summary>
internal sealed class ReconcileAgenda(ReconcileOptions options)
{
    private readonly Dictionary<SpanKind, SpanProgress> _progress = [];

    public SpanProgress? Of(SpanKind kind) => _progress.GetValueOrDefault(kind);

    public void Set(SpanProgress progress) => _progress[progress.Kind] = progress;

    /// <summary>The span to work on, or how long nothing is due; no time where only a request brings work.</summary>
    public (SpanProgress? Span, TimeSpan? Wait) Next(DateTimeOffset now)
    {
        TimeSpan? wait = null;
        foreach (var kind in ReconcileSchedule.Kinds(options))
        {
            if (Of(kind) is { } last && ReconcileSchedule.Next(last, options, now) is var (span, due))
            {
                if (due <= TimeSpan.Zero)
                {
                    return (span, null);
                }

                wait = wait is { } shorter && shorter < due ? shorter : due;
            }
        }

        return Of(SpanKind.Backfill) is { State: SpanState.Running } backfill ? (backfill, null) : (null, wait);
    }

    /// <summary>What a request changes: the backfill's progress to write, or null where it changes nothing.</summary>
    public SpanProgress? After(BackfillRequest? request)
    {
        var last = Of(SpanKind.Backfill);
        if (request is null)
        {
            return null;
        }

        if (last is { State: SpanState.Running })
        {
            // Another one waits until this one is over.
            return request.Cancel && request.Id == last.RequestId
                ? last.WindowAgain() with
                {
                    State = SpanState.Cancelled,
                }
                : null;
        }

        if (last is not null && string.CompareOrdinal(request.Id, last.RequestId) <= 0)
        {
            return null;
        }

        return SpanProgress.Of(SpanKind.Backfill, request.From, request.Until) with
        {
            RequestId = request.Id,
            State = request.Cancel ? SpanState.Cancelled : SpanState.Running,
        };
    }
}
