using Confluent.Kafka;
using Pipeline.Processor.Steps;
using Pipeline.Processor.Streams.Clients;
using Pipeline.Schemas;
using Streamiz.Kafka.Net.Processors.Public;

namespace Pipeline.Processor.Streams;

/// <summary>
/// A <see cref="StepRunner"/> as Streamiz sees it. Data problems never leave it: they are dead letters. What leaves it
/// is a bug or infrastructure, and kills the transaction before it is thrown (N14).
/// </summary>
internal sealed class StepProcessor : IProcessor<byte[], byte[]>
{
    private readonly StepRuntime _runtime;
    private ProcessorContext<byte[], byte[]> _context = null!;
    private StepRunner _runner = null!;
    private StateStore _state = null!;
    private int _partition;

    /// <summary>Streamiz demands it for the type, and never calls it.</summary>
    public StepProcessor() => _runtime = null!;

    public StepProcessor(StepRuntime runtime) => _runtime = runtime;

    public void Init(ProcessorContext<byte[], byte[]> context)
    {
        _context = context;
        var store = (DirtyStore)context.GetStateStore(_runtime.StoreName);
        _runner = new StepRunner(_runtime.Step, store.State);
        _partition = context.Id.Partition;
        _state = store.State;
        _runtime.Metrics.Gauges.Opened(_partition, _state);
    }

    /// <param name="record">Stands for the batch that is in its headers.</param>
    public void Process(Record<byte[], byte[]> record)
    {
        foreach (var one in ((RecordBatch)_context.Headers).Records)
        {
            try
            {
                Run(one);
            }
            catch
            {
                _runtime.Broken(one.TopicPartitionOffset);
                throw;
            }
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

    private void Run(ConsumeResult<byte[], byte[]> record)
    {
        var message = record.Message;
        var input = new InputRecord(
            record.Topic,
            record.Partition.Value,
            record.Offset.Value,
            message.Timestamp.UnixTimestampMs,
            message.Key,
            message.Value,
            Headers(message.Headers)
        );
        var result = _runner.Run(input);
        _runtime.Report(input, result);
        _runtime.Metrics.Gauges.Processed(input);
        var isUrgent = false;
        foreach (var output in result.Outputs)
        {
            isUrgent |= output.Topic == Topics.Alerts;
            _runtime.Write(output);
        }

        _runtime.Commits.Processed(isUrgent);
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
}
