using Pipeline.Processor.Delivery.Policies;

namespace Pipeline.Processor.Delivery.Loop;

/// <summary>Cuts batches from the queue, in the order in which records came.</summary>
internal sealed class BatchReader(
    RecordQueue queue,
    LineReader lines,
    BatchPolicy policy,
    DeliveryMetrics metrics,
    TimeProvider time
)
{
    private BatchPolicy _policy = policy;
    private QueuedLine? _carry;

    /// <summary>Waits for the next batch.</summary>
    /// <returns>At least one line; one that is alone, or has a defect, as the single one.</returns>
    public async Task<IReadOnlyList<QueuedLine>> NextAsync(CancellationToken stopping)
    {
        while (true)
        {
            var batch = await CutAsync(stopping);
            batch.RemoveAll(DropIfGone);
            if (batch.Count > 0)
            {
                return batch;
            }
        }
    }

    /// <summary>The receiver refused so many bytes as too large: later batches are smaller, until a restart.</summary>
    /// <returns>The bound from now on.</returns>
    public int TooLarge(long bytes)
    {
        _policy = _policy.After413(bytes);
        return _policy.MaxBytes;
    }

    private async Task<List<QueuedLine>> CutAsync(CancellationToken stopping)
    {
        var batch = new List<QueuedLine>();
        var bytes = 0L;
        if (_carry is { } carried)
        {
            batch.Add(carried);
            bytes = carried.Bytes;
            _carry = null;
        }

        while (batch is not [{ IsAlone: true }] && !_policy.IsFull(batch.Count, bytes))
        {
            if (await TakeAsync(batch, stopping) is not { } line)
            {
                break;
            }

            if (batch.Count > 0 && (line.IsAlone || !_policy.Fits(batch.Count, bytes, line.Bytes)))
            {
                _carry = line;
                break;
            }

            batch.Add(line);
            bytes += line.Bytes;
        }

        return batch;
    }

    /// <summary>The next line; null when the batch has waited long enough.</summary>
    private async Task<QueuedLine?> TakeAsync(List<QueuedLine> batch, CancellationToken stopping)
    {
        while (true)
        {
            if (!queue.Reader.TryRead(out var record))
            {
                if (!await WaitAsync(batch, stopping))
                {
                    return null;
                }

                continue;
            }

            if (!record.Lease.IsHeld)
            {
                queue.Drop(record);
            }
            else if (await lines.ReadAsync(record, stopping) is { } line)
            {
                return line;
            }
            else
            {
                metrics.Skipped();
                queue.Done(record);
            }
        }
    }

    private async Task<bool> WaitAsync(List<QueuedLine> batch, CancellationToken stopping)
    {
        if (batch.Count == 0)
        {
            return await queue.Reader.WaitToReadAsync(stopping);
        }

        var remaining = _policy.Remaining(time.GetElapsedTime(batch[0].Record.ReadAt));
        if (remaining == TimeSpan.Zero)
        {
            return false;
        }

        using var age = new CancellationTokenSource(remaining, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(age.Token, stopping);
        try
        {
            return await queue.Reader.WaitToReadAsync(both.Token);
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            return false;
        }
    }

    private bool DropIfGone(QueuedLine line)
    {
        if (line.Record.Lease.IsHeld)
        {
            return false;
        }

        queue.Drop(line.Record);
        return true;
    }
}
