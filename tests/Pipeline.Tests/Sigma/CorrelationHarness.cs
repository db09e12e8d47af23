using System.Buffers;
using System.Text.Json;
using Pipeline.Processor.Alerts;
using Pipeline.Processor.Detection.Sigma;
using Pipeline.Processor.Detection.Sigma.Correlations;
using Pipeline.Processor.Events;
using Pipeline.Schemas.LogEvents;

namespace Pipeline.Tests.Sigma;

/// <summary>
/// Runs rules over events as the pipeline does: route, repartition by group, detect with timers. State goes through its
/// JSON between any two calls, so every test also restores in mid-stream.
/// </summary>
internal sealed class CorrelationHarness(SigmaRuleSet rules, CorrelationOptions? options = null)
{
    private readonly SigmaRouting _routing = new(rules);
    private readonly SigmaCorrelator _correlator = new(rules.Correlations, options);
    private readonly Dictionary<(string Tenant, string Key), (byte[] State, DateTimeOffset? Timer)> _states = [];
    private readonly Dictionary<string, DateTimeOffset> _clocks = [];
    private long _offset;

    public List<Alert> Alerts { get; } = [];

    public int TooLate { get; private set; }

    public int States => _states.Count;

    public CorrelationHarness Run(params IEnumerable<EventView> events)
    {
        foreach (var view in events)
        {
            Event(view);
        }

        return this;
    }

    public void Event(EventView view, string tenant = Samples.Tenant)
    {
        var routed = _routing.Route(view, OktaEventReader.Read(view), tenant, new EventSource("raw", 0, _offset++));
        Alerts.AddRange(routed.Alerts);
        Advance(tenant, view.Published);
        foreach (var hit in routed.Hits)
        {
            Hit(tenant, hit);
        }
    }

    /// <summary>Moves the tenant's clock and fires what is due.</summary>
    public void Advance(string tenant, DateTimeOffset time)
    {
        var clock = _clocks.TryGetValue(tenant, out var known) && known > time ? known : time;
        _clocks[tenant] = clock;
        while (true)
        {
            var due = _states
                .Where(x => x.Key.Tenant == tenant && x.Value.Timer <= clock)
                .OrderBy(x => x.Value.Timer)
                .ThenBy(x => x.Key.Key, StringComparer.Ordinal)
                .FirstOrDefault();
            if (due.Value.State is null)
            {
                return;
            }

            Take(
                tenant,
                due.Key.Key,
                _correlator.OnTimer(Read(due.Value.State), tenant, due.Value.Timer!.Value, clock)
            );
        }
    }

    /// <summary>The alerts that stay: the last revision of each that no late event took back.</summary>
    public IReadOnlyList<Alert> Final() =>
        [
            .. Alerts
                .GroupBy(x => x.AlertId)
                .Select(x => x.MaxBy(alert => alert.Revision)!)
                .Where(x => !x.Attributes.ContainsKey("closed_as"))
                .OrderBy(x => x.AlertId, StringComparer.Ordinal),
        ];

    private void Hit(string tenant, SigmaHit hit)
    {
        var sent = JsonSerializer.Deserialize(
            JsonSerializer.Serialize(hit, CorrelationJson.Default.SigmaHit),
            CorrelationJson.Default.SigmaHit
        )!;
        var key = hit.EntityValue;
        var state = _states.TryGetValue((tenant, key), out var entry) ? Read(entry.State) : null;
        Take(tenant, key, _correlator.OnHit(state, sent, tenant, _clocks[tenant]));
    }

    private void Take(string tenant, string key, CorrelationResult result)
    {
        TooLate += result.TooLate ? 1 : 0;
        Alerts.AddRange(result.Alerts);
        if (result.State is null)
        {
            _states.Remove((tenant, key));
        }
        else
        {
            _states[(tenant, key)] = (Write(result.State), result.Timer);
        }

        foreach (var hit in result.Hits)
        {
            Hit(tenant, hit);
        }
    }

    private static byte[] Write(CorrelationState state)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            SigmaCorrelator.StateCodec.Write(writer, state);
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static CorrelationState Read(byte[] state)
    {
        using var document = JsonDocument.Parse(state);
        return (CorrelationState)
            SigmaCorrelator.StateCodec.Read(document.RootElement, SigmaCorrelator.StateCodec.Version);
    }
}
