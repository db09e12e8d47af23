using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Pipeline.Processor.Steps;
using Streamiz.Kafka.Net.Processors.Public;
using Streamiz.Kafka.Net.State;

namespace Pipeline.Benchmarks.Engine;

/// <summary>
/// The yardstick's work as plain Streamiz code: a step without state of ours, state as bytes in Streamiz' store.
/// </summary>
internal sealed class StockStep : ITransformer<byte[], byte[], byte[], OutputRecord>
{
    public const string Store = "users";
    private const long Window = 600_000;

    private readonly string _prefix;
    private readonly Work _work;
    private readonly bool _routes;
    private readonly PlainRouteStep? _route;
    private readonly StepContext _outputs = new(new StateStore());
    private ProcessorContext<byte[], OutputRecord> _context = null!;
    private IKeyValueStore<byte[], byte[]> _users = null!;

    /// <summary>Streamiz demands it for the type, and never calls it.</summary>
    public StockStep()
    {
        _prefix = "";
        _work = null!;
    }

    public StockStep(string prefix, Work work, bool routes, bool detects)
    {
        _prefix = prefix;
        _work = work;
        _routes = routes;
        _route = routes ? new PlainRouteStep(prefix, detects) : null;
    }

    public void Init(ProcessorContext<byte[], OutputRecord> context)
    {
        _context = context;
        if (!_routes)
        {
            _users = (IKeyValueStore<byte[], byte[]>)context.GetStateStore(Store);
        }
    }

    public Record<byte[], OutputRecord> Process(Record<byte[], byte[]> record)
    {
        if (_routes)
        {
            Route(record);
        }
        else
        {
            Detect(record);
        }

        return null!;
    }

    public void Close() { }

    private void Route(Record<byte[], byte[]> record)
    {
        _outputs.Begin(
            new InputRecord(
                _context.Topic,
                _context.Partition.Value,
                _context.Offset,
                _context.Timestamp,
                record.Key,
                record.Value,
                []
            )
        );
        _route!.Process(_outputs.Record, _outputs);
        var entities = 0;
        foreach (var output in _outputs.Outputs)
        {
            entities += output.Topic.EndsWith(".entities", StringComparison.Ordinal) ? 1 : 0;
            _context.Forward(output.Key!, output);
        }

        _work.Route(entities);
    }

    private void Detect(Record<byte[], byte[]> record)
    {
        var f = Encoding.UTF8.GetString(record.Value).Split('\u0001');
        var now = long.Parse(f[5], CultureInfo.InvariantCulture);
        var times = new List<long>();
        if (_users.Get(record.Key) is { } old)
        {
            for (var i = 8; i < old.Length; i += 8)
            {
                var time = BinaryPrimitives.ReadInt64BigEndian(old.AsSpan(i));
                if (time > now - Window)
                {
                    times.Add(time);
                }
            }
        }

        if (
            f[1] == "user.mfa.okta_verify.deny_push"
            || (f[1] == "user.authentication.auth_via_mfa" && f[2] == "FAILURE" && f[4] == "OKTA_VERIFY_PUSH")
        )
        {
            times.Add(now);
            if (times.Count == 5)
            {
                _context.Forward(record.Key, new OutputRecord(_prefix + ".alerts", record.Key, record.Value, []));
            }
        }

        var state = new byte[8 + (8 * times.Count)];
        BinaryPrimitives.WriteInt64BigEndian(state, now);
        for (var i = 0; i < times.Count; i++)
        {
            BinaryPrimitives.WriteInt64BigEndian(state.AsSpan(8 + (8 * i)), times[i]);
        }

        _users.Put(record.Key, state);
        _work.Detect(entities: 0);
    }
}
