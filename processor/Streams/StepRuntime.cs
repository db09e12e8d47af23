using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Pipeline.Processor.Steps;

namespace Pipeline.Processor.Streams;

/// <summary>What the transformers of one engine share: the step, and whom to tell.</summary>
internal sealed class StepRuntime(
    IStep step,
    string storeName,
    EngineMetrics metrics,
    EngineProgress progress,
    EngineSupplier supplier,
    ILogger logger
)
{
    public IStep Step => step;

    /// <summary>Told what is processed.</summary>
    public CommitTrigger Commits => supplier.Commits;

    public EngineMetrics Metrics => metrics;

    public string StoreName => storeName;

    /// <summary>Writes a step's output in the transaction of its record.</summary>
    public void Write(OutputRecord output) => supplier.Producer.Write(output.Topic, Message(output));

    /// <summary>Counts what came of a record and logs what must not pass in silence.</summary>
    public void Report(InputRecord record, StepResult result)
    {
        metrics.Record(result.Outputs.Count);
        if (result.TooLate > 0)
        {
            metrics.TooLate(result.TooLate);
        }

        if (result.LateTenant is { } tenant)
        {
            metrics.Late(tenant);
        }

        if (result.DeadLetter is { } reason)
        {
            metrics.DeadLetter(reason);
            // Bad data is told in a line; a step that threw is a bug of ours and shows where.
            var isBug = reason is StepRunner.StepFailed;
            logger.Log(
                isBug ? LogLevel.Error : LogLevel.Warning,
                isBug ? result.Error : null,
                "{Stage}: {Topic}/{Partition}/{Offset} went to the dead letters: {Reason}: {Message}",
                step.Name,
                record.Topic,
                record.Partition,
                record.Offset,
                reason,
                result.Error?.Message
            );
        }

        if (result.AlreadyApplied)
        {
            metrics.AlreadyApplied();
            logger.LogError(
                "{Stage}: {Topic}/{Partition}/{Offset} came again although its effect is in the state; it was skipped. "
                    + "This must never happen: {Message}",
                step.Name,
                record.Topic,
                record.Partition,
                record.Offset,
                result.Error?.Message
            );
        }
    }

    /// <summary>Something outside the step failed at a record: nothing of the transaction may be committed.</summary>
    public void Broken(TopicPartitionOffset place)
    {
        supplier.Kill("record");
        progress.Broke(place);
    }

    private static Message<byte[], byte[]> Message(OutputRecord output) =>
        new()
        {
            Key = output.Key!,
            Value = output.Value!,
            Headers = Headers(output.Headers),
        };

    private static Headers? Headers(IReadOnlyList<KeyValuePair<string, byte[]>> headers)
    {
        if (headers.Count == 0)
        {
            return null;
        }

        var result = new Headers();
        foreach (var (key, value) in headers)
        {
            result.Add(key, value);
        }

        return result;
    }
}
