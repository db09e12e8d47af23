using System.Text;
using Confluent.Kafka;
using Pipeline.Processor.Steps;
using Pipeline.Schemas;

namespace Pipeline.Processor.Delivery.Loop;

/// <summary>Writes records that a sink gives up, with their bytes, and returns when the log has them.</summary>
/// <param name="stage">Role of the sink.</param>
internal sealed class DeadLetterWriter(IProducer<byte[], byte[]> producer, string stage)
{
    /// <exception cref="KafkaException">The log did not take it.</exception>
    public async Task WriteAsync(
        InputRecord record,
        string reason,
        string message,
        int? status,
        CancellationToken cancellation
    )
    {
        var letter = DeadLetter.Of(record, stage, reason, message);
        var headers = new Headers();
        foreach (var (name, value) in letter.Headers)
        {
            headers.Add(name, value);
        }

        if (status is { } code)
        {
            headers.Add(HeaderNames.ErrorHttpStatus, Encoding.UTF8.GetBytes($"{code}"));
        }

        await producer.ProduceAsync(
            letter.Topic,
            new Message<byte[], byte[]>
            {
                Key = letter.Key!,
                Value = letter.Value!,
                Headers = headers,
            },
            cancellation
        );
    }
}
