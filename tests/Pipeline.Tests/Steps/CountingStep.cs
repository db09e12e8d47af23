using System.Text;
using Pipeline.Processor.Steps;

namespace Pipeline.Tests.Steps;

/// <summary>A step for tests: counts records per key; the value says what else to do.</summary>
internal sealed class CountingStep : IStep
{
    public string Name => "count";

    public IStateCodecs Codecs { get; } = new CountCodecs();

    public List<(string Key, DateTimeOffset Due, DateTimeOffset Clock)> Fired { get; } = [];

    public static string Key(string entity) => $"count|{entity}";

    public void Process(InputRecord record, StepContext context)
    {
        var parts = Encoding.UTF8.GetString(record.Value!).Split(' ');
        var tenant = parts[0];
        var entity = parts[1];
        var verb = parts.Length > 2 ? parts[2] : "";
        context.Advance(tenant, DateTimeOffset.FromUnixTimeMilliseconds(record.TimestampMs));
        var key = Key($"{tenant}|{entity}");
        var count = new Count((context.Get<Count>(key)?.Value ?? 0) + 1);
        DateTimeOffset? timer =
            verb == "timer" ? DateTimeOffset.FromUnixTimeMilliseconds(record.TimestampMs + 1000) : null;
        context.Put(key, count, tenant, timer);
        context.Emit(new OutputRecord("out", record.Key, Encoding.UTF8.GetBytes($"{count.Value}"), []));
        if (verb == "throw")
        {
            throw new InvalidOperationException("asked for");
        }

        if (verb == "poison")
        {
            throw new PoisonRecordException("bad_data", "asked for");
        }
    }

    public void OnTimer(string key, StateEntry entry, StepContext context)
    {
        Fired.Add((key, entry.Timer!.Value, context.Clock(entry.Tenant)));
        context.Put(key, entry.Value, entry.Tenant);
    }
}
