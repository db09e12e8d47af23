using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Processor.Alerts;
using Pipeline.Processor.Detection;
using Pipeline.Processor.Events;
using Pipeline.Processor.Steps;
using Pipeline.Tests.Steps;

namespace Pipeline.Tests.Detection;

/// <summary>
/// Runs a detector as the engine does: events in order of arrival, a clock per tenant that only moves forward, timers
/// after each event. Sorts nothing and drops nothing. Every state passes through its codec, and must come out of a call
/// as it went in.
/// </summary>
internal sealed class DetectorHarness(IDetector detector, bool restore = true, bool guard = true)
{
    private readonly SortedDictionary<string, (object State, DateTimeOffset? Timer)> _states = new(
        StringComparer.Ordinal
    );
    private readonly Dictionary<string, DateTimeOffset> _clocks = [];
    private readonly StateEntryCodec _codec = new(new OneCodec(detector.StateCodec));
    private long _offset;

    public List<Alert> Alerts { get; } = [];

    public int LargestState { get; private set; }

    public int States => _states.Count;

    /// <summary>The final revisions, without alerts that were withdrawn or superseded.</summary>
    public IReadOnlyList<Alert> Standing => [.. Final.Where(x => !AlertClosing.IsRetracted(x))];

    /// <summary>The last revision of each alert.</summary>
    public IReadOnlyList<Alert> Final =>
        [.. Alerts.GroupBy(x => x.AlertId).Select(x => x.MaxBy(y => y.Revision)!).OrderBy(x => x.FirstSeen)];

    public static DetectorHarness Play(IDetector detector, params IEnumerable<JsonObject> events)
    {
        var harness = new DetectorHarness(detector);
        foreach (var json in events)
        {
            harness.Add("acme", Some.Read(json));
        }

        return harness;
    }

    public void Add(string tenant, OktaEvent e)
    {
        var entities = ConcernedEntities.Of(e, detector.Kind);
        var clock = _clocks[tenant] = _clocks.TryGetValue(tenant, out var now) && now > e.Published ? now : e.Published;
        foreach (var entity in entities.Where(x => detector.Concerns(x, e)).ToArray())
        {
            var key = tenant + "|" + entity;
            var state = _states.TryGetValue(key, out var entry) ? entry.State : null;
            var before = state is null || !guard ? null : Text(state);
            var source = new EventSource("security.okta.raw.v1", 0, _offset++);
            var result = detector.OnEvent(state, new DetectorInput(tenant, entity, e, source, clock));
            Assert.Equal(before, state is null || !guard ? null : Text(state));
            Keep(key, result);
        }

        Fire(tenant);
    }

    /// <summary>Time passes without events.</summary>
    public DetectorHarness Pass(TimeSpan time, string tenant = "acme")
    {
        // In steps, as other users' events would move the clock.
        var end = _clocks[tenant] + time;
        while (_clocks[tenant] < end)
        {
            var step = _clocks[tenant] + TimeSpan.FromMinutes(7);
            _clocks[tenant] = step < end ? step : end;
            Fire(tenant);
        }

        return this;
    }

    private void Fire(string tenant)
    {
        var clock = _clocks[tenant];
        while (true)
        {
            var due = _states
                .Where(x => x.Key.StartsWith(tenant + "|", StringComparison.Ordinal) && x.Value.Timer <= clock)
                .OrderBy(x => x.Value.Timer)
                .FirstOrDefault();
            if (due.Key is null)
            {
                return;
            }

            var at = due.Value.Timer!.Value;
            var before = guard ? Text(due.Value.State) : null;
            var result = detector.OnTimer(
                due.Value.State,
                new DetectorTimer(tenant, due.Key[(tenant.Length + 1)..], at, clock)
            );
            Assert.Equal(before, guard ? Text(due.Value.State) : null);
            Assert.False(result.Timer <= at, $"Timer left at {result.Timer}");
            Keep(due.Key, result);
        }
    }

    private void Keep(string key, DetectorResult result)
    {
        Alerts.AddRange(result.Alerts);
        if (result.State is null)
        {
            Assert.Null(result.Timer);
            _states.Remove(key);
            return;
        }

        var text = guard || _offset % 20 == 0 ? Text(result.State) : "";
        LargestState = Math.Max(LargestState, text.Length);
        var state = result.State;
        if (restore)
        {
            state = _codec.Read(key, _codec.Write(key, new StateEntry(state, "acme", null, 0))).Value;
        }

        _states[key] = (state, result.Timer);
    }

    private string Text(object state)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            detector.StateCodec.Write(writer, state);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
