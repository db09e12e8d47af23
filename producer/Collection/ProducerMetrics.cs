using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Pipeline.Producer.Collection.Reconciliation;

namespace Pipeline.Producer.Collection;

/// <summary>Meter <c>Pipeline.Producer</c>. Names and tags only: no URL, no secret.</summary>
internal sealed class ProducerMetrics : IDisposable
{
    public const string MeterName = "Pipeline.Producer";

    private readonly Meter _meter = new(MeterName);
    private readonly TimeProvider _time;
    private readonly Counter<long> _events;
    private readonly Counter<long> _pages;
    private readonly Counter<long> _requests;
    private readonly Counter<double> _waits;
    private readonly Counter<long> _deadLetters;
    private readonly Counter<long> _alreadyInRaw;
    private readonly ConcurrentDictionary<string, DateTimeOffset> _lastPage = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _lastEvent = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _refused = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _remaining = new(StringComparer.Ordinal);

    public ProducerMetrics(TimeProvider time)
    {
        _time = time;
        Reconcile = new ReconcileMetrics(_meter, time);
        _events = _meter.CreateCounter<long>("okta_producer_events", description: "Events committed to raw.");
        _pages = _meter.CreateCounter<long>("okta_producer_pages", description: "Pages committed.");
        _requests = _meter.CreateCounter<long>("okta_producer_requests", description: "Requests to Okta by status.");
        _waits = _meter.CreateCounter<double>("okta_producer_waits", "s", "Time spent waiting, by reason.");
        _deadLetters = _meter.CreateCounter<long>("okta_producer_dead_letters", description: "Elements dead-lettered.");
        _alreadyInRaw = _meter.CreateCounter<long>(
            "okta_producer_already_in_raw",
            description: "Events seen again after a lost cursor and left out."
        );
        _meter.CreateObservableGauge(
            "okta_producer_cursor_age",
            () => Ages(_lastPage),
            "s",
            "Since the last good page."
        );
        _meter.CreateObservableGauge(
            "okta_producer_last_event_age",
            () => Ages(_lastEvent),
            "s",
            "Since the published time of the newest event."
        );
        _meter.CreateObservableGauge(
            "okta_producer_quota_remaining",
            () => _remaining.Select(x => new Measurement<int>(x.Value, Tenant(x.Key))),
            description: "Requests left in the rate limit window, as Okta last told."
        );
        _meter.CreateObservableGauge(
            "okta_producer_auth_refused",
            () => _refused.Select(x => new Measurement<int>(x.Value ? 1 : 0, Tenant(x.Key))),
            description: "1 while Okta refuses the tenant's credentials."
        );
    }

    /// <summary>What reconciliation and backfill tell.</summary>
    public ReconcileMetrics Reconcile { get; }

    public void Request(string tenant, int status, int? remaining)
    {
        _requests.Add(1, Tenant(tenant), new("status", status == 0 ? "none" : $"{status}"));
        if (remaining is { } left)
        {
            _remaining[tenant] = left;
        }
    }

    public void Page(string tenant, PageTally tally)
    {
        _pages.Add(1, Tenant(tenant));
        _events.Add(tally.Events, Tenant(tenant));
        _deadLetters.Add(tally.DeadLetters, Tenant(tenant));
        _alreadyInRaw.Add(tally.AlreadyInRaw, Tenant(tenant));
        if (tally.Reached is { } published)
        {
            _lastEvent[tenant] = published;
        }
    }

    /// <summary>A page of a past span is committed.</summary>
    public void Span(string tenant, SpanProgress progress, PageTally tally)
    {
        _events.Add(tally.Events, Tenant(tenant));
        _deadLetters.Add(tally.DeadLetters, Tenant(tenant));
        Reconcile.Page(tenant, progress.Kind, tally);
    }

    /// <summary>Okta answered with a readable page, empty or not.</summary>
    public void Polled(string tenant)
    {
        _lastPage[tenant] = _time.GetUtcNow();
        _refused[tenant] = false;
    }

    /// <summary>Okta refused the credentials.</summary>
    public void AuthRefused(string tenant) => _refused[tenant] = true;

    public void Wait(string tenant, string reason, TimeSpan wait) =>
        _waits.Add(wait.TotalSeconds, Tenant(tenant), new("reason", reason));

    /// <summary>Another instance collects the tenant from now on: its ages are not ours to tell.</summary>
    public void Forget(string tenant)
    {
        _lastPage.TryRemove(tenant, out _);
        _lastEvent.TryRemove(tenant, out _);
        _refused.TryRemove(tenant, out _);
        _remaining.TryRemove(tenant, out _);
        Reconcile.Forget(tenant);
    }

    public void Dispose() => _meter.Dispose();

    private IEnumerable<Measurement<double>> Ages(ConcurrentDictionary<string, DateTimeOffset> times)
    {
        var now = _time.GetUtcNow();
        return times.Select(x => new Measurement<double>((now - x.Value).TotalSeconds, Tenant(x.Key)));
    }

    private static KeyValuePair<string, object?> Tenant(string tenant) => new("tenant", tenant);
}
