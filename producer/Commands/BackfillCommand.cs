using System.Globalization;
using Pipeline.Kafka;
using Pipeline.Producer.Collection.Reconciliation;
using Pipeline.Schemas.LogEvents;

namespace Pipeline.Producer.Commands;

/// <summary>
/// <c>okta-producer backfill</c>: asks the owner of a tenant for a backfill and shows how it goes. The owner does the
/// work, since it alone may write the tenant's events; so this may be killed, and started again to look.
/// </summary>
/// <param name="topic">Where both meet.</param>
/// <param name="tenant">The tenant.</param>
/// <param name="display">The screen.</param>
/// <param name="time">The clock.</param>
internal sealed class BackfillCommand(BackfillTopic topic, string tenant, BackfillDisplay display, TimeProvider time)
{
    private static readonly TimeSpan SendAgain = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>The request that neither has an answer yet nor is older than one.</summary>
    private BackfillRequest? Pending =>
        topic.Request is { } request && string.CompareOrdinal(request.Id, topic.Progress?.RequestId) > 0
            ? request
            : null;

    private SpanProgress? Running => topic.Progress is { State: SpanState.Running } running ? running : null;

    /// <summary>Begins a backfill, or follows the one that is under way.</summary>
    public async Task<int> RunAsync(BackfillSpan? span, CancellationToken stop)
    {
        await topic.ReadToEndAsync(stop);
        var request = UnderWay();
        if (request is not null && span is not null && (request.From, request.Until) != (span.From, span.Until))
        {
            throw new ConfigurationException(
                $"Tenant {tenant} has a backfill of {request.From:u} to {request.Until:u} under way: wait until it is "
                    + $"done, or end it with `okta-producer backfill --tenant {tenant} --cancel`."
            );
        }

        if (request is null && span is null)
        {
            throw new ConfigurationException(
                $"Tenant {tenant} has no backfill under way: give --from and --to to begin one."
            );
        }

        if (request is null)
        {
            request = new BackfillRequest(NewId(), span!.From, span.Until);
            await topic.SendAsync(request, stop);
            await display.SayAsync(
                $"Backfill of {tenant}, {request.From:u} to {request.Until:u}: asked for. Ctrl-C leaves it running."
            );
        }
        else
        {
            await display.SayAsync($"Backfill of {tenant}, {request.From:u} to {request.Until:u}: under way.");
        }

        try
        {
            return await FollowAsync(request, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await display.SayAsync(
                $"The backfill goes on in the producer. `okta-producer backfill --tenant {tenant}` shows it again, "
                    + "with --cancel it ends."
            );
            throw;
        }
    }

    /// <summary>Ends the backfill that is under way.</summary>
    public async Task<int> CancelAsync(CancellationToken stop)
    {
        await topic.ReadToEndAsync(stop);
        if (UnderWay() is not { } request)
        {
            await display.SayAsync($"Tenant {tenant} has no backfill under way.");
            return ProgramExit.Failed;
        }

        request = request with { Cancel = true };
        await topic.SendAsync(request, stop);
        return await FollowAsync(request, stop);
    }

    private BackfillRequest? UnderWay() =>
        Running is { RequestId: { } id } running ? new BackfillRequest(id, running.From, running.Until)
        : Pending is { Cancel: false } pending ? pending
        : null;

    /// <summary>Later than every request before, whatever the clock of whoever made it.</summary>
    private string NewId()
    {
        var now = time.GetUtcNow();
        foreach (var id in new[] { topic.Request?.Id, topic.Progress?.RequestId })
        {
            if (DateTimeOffset.TryParse(id, CultureInfo.InvariantCulture, out var last) && last >= now)
            {
                now = last.AddMilliseconds(1);
            }
        }

        return OktaTime.Text(now);
    }

    private async Task<int> FollowAsync(BackfillRequest request, CancellationToken stop)
    {
        var began = time.GetTimestamp();
        var sent = began;
        var warned = false;
        SpanProgress? shown = null;
        while (true)
        {
            await topic.ReadAsync(stop);
            var order = string.CompareOrdinal(topic.Progress?.RequestId, request.Id);
            if (order > 0)
            {
                await display.SayAsync($"Another backfill of {tenant} has taken its place.");
                return ProgramExit.Failed;
            }

            if (order == 0 && topic.Progress is { } progress)
            {
                if (progress.State != SpanState.Running)
                {
                    await display.SayAsync(BackfillText.End(tenant, progress));
                    return progress.State == SpanState.Done || (progress.State == SpanState.Cancelled && request.Cancel)
                        ? ProgramExit.Ok
                        : ProgramExit.Failed;
                }

                if (!request.Cancel)
                {
                    if (progress != shown)
                    {
                        await display.ShowAsync(progress);
                        shown = progress;
                    }

                    continue;
                }
            }

            // Not taken up yet. Sent again, since a member that joins at this moment may not see it arrive.
            if (time.GetElapsedTime(sent) >= SendAgain)
            {
                sent = time.GetTimestamp();
                await topic.SendAsync(request, stop);
            }

            if (!warned && time.GetElapsedTime(began) >= Patience)
            {
                warned = true;
                if (request.Cancel)
                {
                    await display.SayAsync(
                        $"No producer has answered in {Patience.TotalSeconds:0} s. The backfill is withdrawn: it "
                            + "ends, or does not begin, when one runs again."
                    );
                    return ProgramExit.Ok;
                }

                await display.SayAsync(
                    $"No producer has taken it up in {Patience.TotalSeconds:0} s: does one run on this Kafka, with a "
                        + $"tenant {tenant}? The request stays and is taken up when one does; --cancel withdraws it."
                );
            }
        }
    }
}
