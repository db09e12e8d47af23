using System.Text;
using Pipeline.Processor.Steps;

namespace Pipeline.Benchmarks.Engine;

/// <summary>The yardstick's route: parse, telemetry or alert, and (with detect) one entity record per user.</summary>
internal sealed class PlainRouteStep(string prefix, bool detects) : IStep
{
    private const char Separator = '\u0001';

    private static readonly HashSet<string> Alerts = new(StringComparer.Ordinal)
    {
        "security.threat.detected",
        "user.account.report_suspicious_activity_by_enduser",
        "user.mfa.attempt_bypass",
    };

    private readonly string _telemetry = prefix + ".telemetry";
    private readonly string _alerts = prefix + ".alerts";
    private readonly string _entities = prefix + ".entities";

    public string Name => "route";

    public IStateCodecs Codecs { get; } = new PlainCodecs();

    public void Process(InputRecord record, StepContext context)
    {
        var e = PlainEvent.Parse(record.Value);
        var key = Encoding.UTF8.GetBytes("t/" + e.Actor);
        var time = e.Published.ToUnixTimeMilliseconds();
        context.Emit(new OutputRecord(_telemetry, key, record.Value, []));
        if (Alerts.Contains(e.Type ?? ""))
        {
            context.Emit(new OutputRecord(_alerts, key, record.Value, []));
        }

        if (detects)
        {
            var projection = string.Join(Separator, e.Uuid, e.Type, e.Result, e.Ip, e.Factor, $"{time}");
            context.Emit(new OutputRecord(_entities, key, Encoding.UTF8.GetBytes(projection), []));
        }
    }

    public void OnTimer(string key, StateEntry entry, StepContext context) => throw new NotSupportedException();
}
