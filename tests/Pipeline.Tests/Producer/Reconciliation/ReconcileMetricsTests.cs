using System.Diagnostics.Metrics;
using Microsoft.Extensions.Time.Testing;
using Pipeline.Producer.Collection;
using Pipeline.Producer.Collection.Reconciliation;

namespace Pipeline.Tests.Producer.Reconciliation;

public sealed class ReconcileMetricsTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 12, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Gaps_ages_and_progress_are_told_by_tenant_and_kind_until_the_tenant_moves()
    {
        const string Tenant = "metrics-only";
        var values = new Dictionary<string, double>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == ProducerMetrics.MeterName)
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        void Take(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var labels = tags.ToArray().ToDictionary(x => x.Key, x => x.Value);
            // Other tests have meters of this name at the same time.
            if (Equals(labels["tenant"], Tenant))
            {
                var name = $"{instrument.Name} {labels.GetValueOrDefault("kind")}";
                lock (values)
                {
                    values[name] = value;
                }
            }
        }

        listener.SetMeasurementEventCallback<double>((i, value, tags, _) => Take(i, value, tags));
        listener.SetMeasurementEventCallback<long>((i, value, tags, _) => Take(i, value, tags));
        using var metrics = new ProducerMetrics(new FakeTimeProvider(Now));
        listener.Start();
        var tally = new PageTally
        {
            Events = 3,
            AlreadyInRaw = 96,
            DeadLetters = 1,
        };
        var recent = SpanProgress.Of(SpanKind.Recent, Now.AddHours(-3), Now.AddHours(-2));
        metrics.Span(Tenant, recent, tally);
        metrics.Reconcile.Stands(Tenant, recent.WindowDone(recent.Until));
        metrics.Reconcile.Stands(
            Tenant,
            SpanProgress.Of(SpanKind.Backfill, Now.AddDays(-4), Now) with
            {
                DoneUntil = Now.AddDays(-3),
            }
        );
        listener.RecordObservableInstruments();
        Assert.Equal(3, values["okta_producer_reconcile_gaps recent"]);
        Assert.Equal(100, values["okta_producer_reconcile_compared recent"]);
        Assert.Equal(3, values["okta_producer_events "]);
        Assert.Equal(7200, values["okta_producer_reconciled_age recent"]);
        Assert.Equal(0.25, values["okta_producer_backfill_progress backfill"]);
        Assert.DoesNotContain("okta_producer_reconciled_age backfill", values.Keys);

        values.Clear();
        metrics.Forget(Tenant);
        listener.RecordObservableInstruments();
        Assert.Empty(values);
    }
}
