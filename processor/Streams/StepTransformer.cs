using Confluent.Kafka;
using Pipeline.Processor.Steps;
using Pipeline.Processor.Streams.Clients;
using Pipeline.Schemas;
using Streamiz.Kafka.Net.Processors.Public;

namespace Pipeline.Processor.Streams;

/// <summary>
/// A <see cref="StepRunner"/> as Streamiz sees it. Data problems never leave it: they are dead letters. What leaves it is a
/// bug or infrastructure, and kills the transaction before it is thrown (N14).
/// </summary>
internal sealed class StepTransformer : ITransformer<byte[], byte[], byte[], OutputRecord>
{
    private readonly StepRuntime _runtime;
    private ProcessorContext<byte[], OutputRecord> _context = null!;
    private StepRunner _runner = null!;
    private StateStore _state = null!;
    private int _partition;

    /// <summary>Streamiz demands it for the type, and never calls it.</summary>
    public StepTransformer() => _runtime = null!;

    public StepTransformer(StepRuntime runtime) => _runtime = runtime;

    public void Init(ProcessorContext<byte[], OutputRecord> context)
    {
        _context = context;
        var store = (DirtyStore)context.GetStateStore(_runtime.StoreName);
        _runner = new StepRunner(_runtime.Step, store.State);
        _partition = context.Id.Partition;
        _state = store.State;
        _runtime.Metrics.Gauges.Opened(_partition, _state);
    }

    public Record<byte[], OutputRecord> Process(Record<byte[], byte[]> record)
    {
        try
        {
            Run(record);
            return null!;
        }
        catch
        {
            _runtime.Broken(_context.Topic, _context.Partition.Value, _context.Offset);
            throw;
        }
    }

    /// <remarks>Called twice for a running task.</remarks>
    public void Close()
    {
        if (_state is not null)
        {
            _runtime.Metrics.Gauges.Closed(_partition, _state);
        }
    }

    private void Run(Record<byte[], byte[]> record)
    {
        // Headers and timestamp of the context change with every output: read them first.
        var input = new InputRecord(
            _context.Topic,
            _context.Partition.Value,
            _context.Offset,
            _context.Timestamp,
            ReferenceEquals(record.Key, MainConsumer.NoKey) ? null : record.Key,
            record.Value,
            Headers(_context.Headers)
        );
        var result = _runner.Run(input);
        _runtime.Report(input, result);
        _runtime.Metrics.Gauges.Processed(input);
        var isUrgent = false;
        foreach (var output in result.Outputs)
        {
            isUrgent |= output.Topic == Topics.Alerts;
            _context.SetHeaders(Headers(output.Headers));
            _context.ChangeTimestamp(output.TimestampMs);
            _context.Forward(output.Key ?? MainConsumer.NoKey, output);
        }

        _runtime.Commits?.Processed(isUrgent);
    }

    private static KeyValuePair<string, byte[]>[] Headers(Headers? headers)
    {
        if (headers is null || headers.Count == 0)
        {
            return [];
        }

        var list = new KeyValuePair<string, byte[]>[headers.Count];
        for (var i = 0; i < list.Length; i++)
        {
            list[i] = new(headers[i].Key, headers[i].GetValueBytes());
        }

        return list;
    }

    private static Headers Headers(IReadOnlyList<KeyValuePair<string, byte[]>> headers)
    {
        var result = new Headers();
        foreach (var (key, value) in headers)
        {
            result.Add(key, value);
        }

        return result;
    }
}
