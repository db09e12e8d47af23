using System.Text;
using System.Text.Json;
using Pipeline.Processor.Delivery;
using Pipeline.Processor.Delivery.Formats;
using Spectre.Console;

namespace Pipeline.Local.Pipeline;

/// <summary>
/// Shows what arrives: a line for each alert, and how much flows. Colours on a terminal, plain lines where output goes
/// elsewhere.
/// </summary>
internal sealed class LocalDisplay(IAnsiConsole console, TimeProvider time)
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, int> _bySeverity = new(StringComparer.Ordinal);
    private readonly HashSet<string> _alerts = new(StringComparer.Ordinal);
    private long _telemetry;
    private long _revisions;

    public void Say(string text) => Write(Markup.Escape(text));

    /// <summary>A sink delivered a line.</summary>
    public void Delivered(SinkDefinition sink, DeliveryLine line)
    {
        if (sink == SinkCatalogue.Telemetry)
        {
            Interlocked.Increment(ref _telemetry);
        }
        else if (sink == SinkCatalogue.Alerts)
        {
            Alert(line.Bytes);
        }
    }

    /// <summary>Says every few seconds how much was delivered.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        var last = -1L;
        while (!stop.IsCancellationRequested)
        {
            await Task.Delay(Period, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var count = Interlocked.Read(ref _telemetry);
            if (count != last && !stop.IsCancellationRequested)
            {
                Write($"[grey]{count} events delivered as telemetry, {_alerts.Count} alerts[/]");
            }

            last = count;
        }
    }

    public void Summary(string data)
    {
        lock (_lock)
        {
            var severities = string.Join(", ", _bySeverity.Select(x => $"{x.Value} {x.Key}"));
            Write(
                $"{_telemetry} events delivered as telemetry, {_alerts.Count} alerts in {_revisions} revisions"
                    + (severities.Length > 0 ? $" (new: {severities})" : "")
            );
        }

        Say($"Everything is kept in {data}: start again to go on, or look inside with");
        Say($"  dotnet run --project processor -- read security.okta.alerts.v1 --data {data} --from-beginning");
    }

    private void Alert(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        var alert = document.RootElement;
        var severity = alert.GetProperty("severity").GetString()!;
        var status = alert.GetProperty("status").GetString()!;
        lock (_lock)
        {
            _revisions++;
            if (_alerts.Add(alert.GetProperty("alert_id").GetString()!))
            {
                _bySeverity[severity] = _bySeverity.GetValueOrDefault(severity) + 1;
            }
        }

        var line = new StringBuilder()
            .Append($"[{Colour(severity)}]ALERT {severity.ToUpperInvariant(), -8}[/] ")
            .Append(Markup.Escape($"{status, -6} {alert.GetProperty("rule_id").GetString()} "))
            .Append(Markup.Escape(alert.GetProperty("title").GetString()!));
        Write(line.ToString());
    }

    private void Write(string markup)
    {
        lock (_lock)
        {
            console.MarkupLine($"[grey]{time.GetUtcNow():HH:mm:ss}[/] {markup}");
        }
    }

    private static string Colour(string severity) =>
        severity switch
        {
            "critical" => "red bold",
            "high" => "red",
            "medium" => "yellow",
            _ => "blue",
        };
}
