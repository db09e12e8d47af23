using Pipeline.Processor.Delivery.Policies;
using Pipeline.Processor.Delivery.Targets;

namespace Pipeline.Processor.Delivery.Loop;

/// <summary>Delivers one batch to the end: every record is acknowledged, dead-lettered, or not ours any more.</summary>
/// <param name="sink">Role, part of the idempotency keys.</param>
internal sealed class BatchDelivery(
    string sink,
    RequestSender sender,
    DeadLetters deadLetters,
    Patience patience,
    RecordQueue queue,
    BatchReader batches,
    DeliveryMetrics metrics
)
{
    public async Task DeliverAsync(IReadOnlyList<QueuedLine> batch, CancellationToken stopping, CancellationToken drain)
    {
        var rest = batch;
        while (rest.Count > 0)
        {
            rest = rest is [{ Defect: { } defect } poison]
                ? await BuryAsync(poison, defect.Reason, defect.Message, null, stopping, drain)
                : await PassAsync(rest, stopping, drain);
            rest = [.. rest.Where(IsOurs)];
        }
    }

    /// <summary>Goes through the lines, in order, dividing where the target refuses.</summary>
    /// <returns>What is left to deliver.</returns>
    private async Task<IReadOnlyList<QueuedLine>> PassAsync(
        IReadOnlyList<QueuedLine> lines,
        CancellationToken stopping,
        CancellationToken drain
    )
    {
        var bisection = new Bisection(lines.Count);
        (Payload Payload, (int Start, int Length) Range)? ready = null;
        while (bisection.Next is { } range)
        {
            QueuedLine[] part = [.. lines.Skip(range.Start).Take(range.Length)];
            // A repetition sends the very bytes of the try before it.
            var payload = ready is { } same && same.Range == range ? same.Payload : Pack(part);
            ready = (payload, range);
            switch (await sender.SendAsync(part, payload, stopping, drain))
            {
                case null:
                    return [.. lines.Skip(range.Start)];
                case { Kind: VerdictKind.Acknowledged }:
                    patience.Succeeded();
                    bisection.Accepted();
                    break;
                case { Kind: VerdictKind.Retry } verdict:
                    metrics.Retry();
                    await patience.RetryAsync(verdict, stopping);
                    break;
                case { Kind: VerdictKind.FatalEndpoint } verdict:
                    await patience.TripAsync(verdict, stopping);
                    break;
                case { Kind: VerdictKind.Partial } verdict:
                    var open = await SettleAsync(part, verdict, stopping, drain);
                    return [.. open, .. lines.Skip(range.Start + range.Length)];
                case { Kind: VerdictKind.TooLarge } when part.Length > 1:
                    patience.Answered();
                    batches.TooLarge(payload.Text.Length);
                    bisection.TooLarge();
                    break;
                case { Kind: VerdictKind.Rejected } when part.Length > 1:
                    patience.Answered();
                    bisection.Rejected();
                    break;
                case { } verdict when patience.IsRefusingAll:
                    await patience.TripAsync(verdict, stopping);
                    break;
                case { } verdict:
                    patience.Answered();
                    await RefuseAsync(part[0], verdict.Kind, verdict.Why, verdict.Status, stopping, drain);
                    bisection.Skip();
                    break;
            }
        }

        return [];
    }

    /// <summary>Deals with an answer that gave each record its own fate; acknowledged ones are noted already.</summary>
    /// <returns>The records to send again.</returns>
    private async Task<IReadOnlyList<QueuedLine>> SettleAsync(
        QueuedLine[] part,
        Verdict verdict,
        CancellationToken stopping,
        CancellationToken drain
    )
    {
        var fates = verdict.Items!;
        if (fates.Values.Any(x => x.Kind == VerdictKind.Acknowledged))
        {
            patience.Succeeded();
        }

        var open = new List<QueuedLine>();
        for (var i = 0; i < part.Length; i++)
        {
            if (fates[i].Kind == VerdictKind.Rejected && !patience.IsRefusingAll)
            {
                var why = $"HTTP {verdict.Status}, item {fates[i].Status}";
                await RefuseAsync(part[i], VerdictKind.Rejected, why, fates[i].Status, stopping, drain);
            }
            else if (fates[i].Kind != VerdictKind.Acknowledged)
            {
                open.Add(part[i]);
            }
        }

        if (patience.IsRefusingAll && open.Count > 0)
        {
            await patience.TripAsync(verdict, stopping);
        }
        else if (open.Count > 0)
        {
            metrics.Retry();
            await patience.RetryAsync(verdict, stopping);
        }

        return open;
    }

    private async Task RefuseAsync(
        QueuedLine line,
        VerdictKind kind,
        string why,
        int? status,
        CancellationToken stopping,
        CancellationToken drain
    )
    {
        var reason = kind == VerdictKind.TooLarge ? "too_large" : "rejected_4xx";
        patience.GaveUp();
        await BuryAsync(line, reason, $"The target refused the record: {why}", status, stopping, drain);
    }

    private async Task<IReadOnlyList<QueuedLine>> BuryAsync(
        QueuedLine line,
        string reason,
        string message,
        int? status,
        CancellationToken stopping,
        CancellationToken drain
    )
    {
        await deadLetters.GiveUpAsync(line.Record, reason, message, status, stopping, drain);
        return [];
    }

    private Payload Pack(QueuedLine[] lines) => Payload.Of(sink, [.. lines.Select(x => x.Line!)]);

    private bool IsOurs(QueuedLine line)
    {
        if (line.Record.Lease.IsHeld)
        {
            return true;
        }

        queue.Drop(line.Record);
        return false;
    }
}
