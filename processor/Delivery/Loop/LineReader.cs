using Confluent.SchemaRegistry;
using Microsoft.Extensions.Logging;
using Pipeline.Processor.Delivery.Formats;
using Pipeline.Processor.Delivery.Policies;
using Pipeline.Processor.Steps;
using Pipeline.Schemas;

namespace Pipeline.Processor.Delivery.Loop;

/// <summary>
/// Turns records into lines. A schema registry that does not answer is waited for; bad bytes are not.
/// </summary>
internal sealed class LineReader(IDeliveryFormat format, RetryDelay delay, TimeProvider time, ILogger logger)
{
    /// <returns>The line or the defect; null where the sink does not deliver such records.</returns>
    public async Task<QueuedLine?> ReadAsync(ConsumedRecord record, CancellationToken stopping)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return format.Read(record.Source) is { } line ? new QueuedLine(record, line) : null;
            }
            catch (Exception e) when (IsTransient(e))
            {
                var wait = delay.Next(attempt);
                logger.LogWarning(
                    "The schema of {Topic}/{Partition}/{Offset} cannot be read from the registry ({Error}); next try "
                        + "in {Wait}.",
                    record.Source.Topic,
                    record.Source.Partition,
                    record.Source.Offset,
                    e.Message,
                    wait
                );
                await Task.Delay(wait, time, stopping);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                // Input of any shape cannot stop the sink, nor can a bug in a format: the record goes with its bytes.
                return new QueuedLine(record, Line: null, Defect(e));
            }
        }
    }

    private static bool IsTransient(Exception e) =>
        e
            is SchemaRegistryException
                or HttpRequestException
                or IOException
                or OperationCanceledException
                or TimeoutException;

    private static PoisonRecordException Defect(Exception e) =>
        e switch
        {
            PoisonRecordException poison => poison,
            MalformedRecordException => new PoisonRecordException("malformed_record", e.Message, e),
            UnknownSchemaException => new PoisonRecordException("unknown_schema", e.Message, e),
            _ => new PoisonRecordException("format_failed", $"{e.GetType().Name}: {e.Message}", e),
        };
}
