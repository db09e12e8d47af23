using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Pipeline.Processor.Delivery.Policies;

namespace Pipeline.Processor.Delivery.Loop;

/// <summary>Gives records up: their offsets count as done only when the log has the dead letter.</summary>
internal sealed class DeadLetters(
    DeadLetterWriter writer,
    Leases leases,
    Membership membership,
    RecordQueue queue,
    DeliveryMetrics metrics,
    RetryDelay delay,
    TimeProvider time,
    ILogger logger
)
{
    public async Task GiveUpAsync(
        ConsumedRecord record,
        string reason,
        string message,
        int? status,
        CancellationToken stopping,
        CancellationToken drain
    )
    {
        for (var attempt = 1; !await TryAsync(record, reason, message, status, stopping, drain); attempt++)
        {
            await Task.Delay(delay.Next(attempt), time, stopping);
        }
    }

    /// <returns>Whether there is nothing left to do for the record.</returns>
    private async Task<bool> TryAsync(
        ConsumedRecord record,
        string reason,
        string message,
        int? status,
        CancellationToken stopping,
        CancellationToken drain
    )
    {
        await membership.WaitAsync(stopping);
        if (!leases.TryBegin([record.Lease]))
        {
            queue.Drop(record);
            return true;
        }

        var source = record.Source;
        try
        {
            await writer.WriteAsync(source, reason, message, status, drain);
            queue.Done(record);
            metrics.DeadLetter(reason);
            logger.LogWarning(
                "{Topic}/{Partition}/{Offset} cannot be delivered ({Reason}) and is kept in the dead letters.",
                source.Topic,
                source.Partition,
                source.Offset,
                reason
            );
            return true;
        }
        catch (KafkaException e) when (!e.Error.IsFatal)
        {
            logger.LogWarning(
                "The dead letter of {Topic}/{Partition}/{Offset} was not written ({Error}) and is tried again.",
                source.Topic,
                source.Partition,
                source.Offset,
                e.Error.Code
            );
            return false;
        }
        finally
        {
            leases.End();
        }
    }
}
