using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Pipeline.Producer.Collection.Reconciliation;

/// <summary>What reconciliation and backfill tell of themselves, in the producer's meter.</summary>
internal sealed class ReconcileMetrics
{
    private readonly TimeProvider _time;
    private readonly Counter<long> _gaps;
    private readonly Counter<long> _compared;
    private readonly Counter<long> _requests;
    private readonly Counter<long> _failures;
    private readonly ConcurrentDictionary<(string Tenant, SpanKind Kind), SpanProgress> _last = new();

    public ReconcileMetrics(Meter meter, TimeProvider time)
    {
        _time = time;
        _gaps = meter.CreateCounter<long>(
            "okta_producer_reconcile_gaps",
            description: "Events that raw did not have and that were published, by kind."
        );
        _compared = meter.CreateCounter<long>(
            "okta_producer_reconcile_compared",
            description: "Elements Okta served for past spans, by kind."
        );
        _requests = meter.CreateCounter<long>(
            "okta_producer_reconcile_requests",
            description: "Requests to Okta for past spans, by kind."
        );
        _failures = meter.CreateCounter<long>(
            "okta_producer_reconcile_failures",
            description: "Spans that were interrupted by a failure and are tried again, or given up, by kind."
        );
        meter.CreateObservableGauge(
            "okta_producer_reconciled_age",
            () => Values(x => x.Kind != SpanKind.Backfill, x => (_time.GetUtcNow() - x.DoneUntil).TotalSeconds),
            "s",
            "Since the published time up to which all was compared, by kind."
        );
        meter.CreateObservableGauge(
            "okta_producer_backfill_progress",
            () => Values(x => x.Kind == SpanKind.Backfill, x => x.Ratio),
            description: "Part of the last backfill that is done, 0 to 1."
        );
    }

    public void Request(string tenant, SpanKind kind) => _requests.Add(1, Tags(tenant, kind));

    public void Failure(string tenant, SpanKind kind) => _failures.Add(1, Tags(tenant, kind));

    /// <summary>A page's outcome is committed.</summary>
    public void Page(string tenant, SpanKind kind, PageTally tally)
    {
        _compared.Add(tally.AlreadyInRaw + tally.Events + tally.DeadLetters, Tags(tenant, kind));
        _gaps.Add(tally.Events, Tags(tenant, kind));
    }

    public void Stands(string tenant, SpanProgress progress) => _last[(tenant, progress.Kind)] = progress;

    /// <summary>Another instance reconciles the tenant from now on.</summary>
    public void Forget(string tenant)
    {
        foreach (var kind in Enum.GetValues<SpanKind>())
        {
            _last.TryRemove((tenant, kind), out _);
        }
    }

    private IEnumerable<Measurement<double>> Values(Func<SpanProgress, bool> of, Func<SpanProgress, double> value) =>
        _last
            .Where(x => of(x.Value))
            .Select(x => new Measurement<double>(value(x.Value), Tags(x.Key.Tenant, x.Key.Kind)));

    private static KeyValuePair<string, object?>[] Tags(string tenant, SpanKind kind) =>
        [new("tenant", tenant), new("kind", Name(kind))];

    private static string Name(SpanKind kind) =>
        kind switch
        {
            SpanKind.Recent => "recent",
            SpanKind.Daily => "daily",
            _ => "backfill",
        };
}
