using Pipeline.Processor.Delivery.Formats;
using Pipeline.Processor.Delivery.Policies;
using Pipeline.Processor.Delivery.Targets;

namespace Pipeline.Processor.Delivery.Loop;

/// <summary>
/// Sends one payload, if every partition in it is still ours, and notes what the target acknowledged.
/// </summary>
internal sealed class RequestSender(
    IDeliveryTarget target,
    Leases leases,
    Membership membership,
    RecordQueue queue,
    DeliveryMetrics metrics,
    Action<DeliveryLine>? acknowledged
)
{
    /// <param name="stopping">Ends the wait before the request.</param>
    /// <param name="drain">Ends the request.</param>
    /// <returns>The verdict; null, and nothing was sent, where a partition is gone.</returns>
    public async Task<Verdict?> SendAsync(
        IReadOnlyList<QueuedLine> lines,
        Payload payload,
        CancellationToken stopping,
        CancellationToken drain
    )
    {
        await membership.WaitAsync(stopping);
        stopping.ThrowIfCancellationRequested();
        if (!leases.TryBegin(lines.Select(x => x.Record.Lease)))
        {
            return null;
        }

        try
        {
            var verdict = await target.SendAsync(payload, drain);
            metrics.Request(verdict, payload.Text.Length);
            // Before the request counts as ended: a revocation waits for it and commits what is noted by then.
            Note(lines, verdict);
            return verdict;
        }
        finally
        {
            leases.End();
        }
    }

    private void Note(IReadOnlyList<QueuedLine> lines, Verdict verdict)
    {
        var count = 0;
        for (var i = 0; i < lines.Count; i++)
        {
            if (
                verdict.Kind == VerdictKind.Acknowledged
                || (verdict.Items is { } items && items[i].Kind == VerdictKind.Acknowledged)
            )
            {
                queue.Done(lines[i].Record);
                acknowledged?.Invoke(lines[i].Line!);
                count++;
            }
        }

        metrics.Acknowledged(count);
    }
}
