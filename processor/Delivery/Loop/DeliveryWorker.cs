namespace Pipeline.Processor.Delivery.Loop;

/// <summary>Takes batches and delivers them, one after another, until told to stop.</summary>
internal sealed class DeliveryWorker(BatchReader batches, BatchDelivery delivery, TimeProvider time)
{
    /// <summary>Time stamp of the oldest record of the batch at hand; 0 where there is none.</summary>
    private long _oldest;

    public TimeSpan OldestUnsent =>
        Volatile.Read(ref _oldest) is > 0 and var since ? time.GetElapsedTime(since) : TimeSpan.Zero;

    /// <param name="stopping">Ends every wait; the request in flight goes on.</param>
    /// <param name="drain">Ends the request in flight too.</param>
    public async Task RunAsync(CancellationToken stopping, CancellationToken drain)
    {
        try
        {
            while (!stopping.IsCancellationRequested)
            {
                var batch = await batches.NextAsync(stopping);
                Volatile.Write(ref _oldest, batch[0].Record.ReadAt);
                await delivery.DeliverAsync(batch, stopping, drain);
                Volatile.Write(ref _oldest, 0);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // What was not acknowledged is delivered by whoever owns the partition next.
        }
    }
}
