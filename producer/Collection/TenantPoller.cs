using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Pipeline.Producer.Collection.Reconciliation;
using Pipeline.Producer.Okta;

namespace Pipeline.Producer.Collection;

/// <summary>
/// The polling loop of one tenant, forever: a page is published while the next is on its way, so that catching up takes
/// as long as the slower of the two.
/// </summary>
internal sealed class TenantPoller(
    Tenant tenant,
    int partition,
    PageFetcher pages,
    PagePublisher publisher,
    RawHistory history,
    RateGovernor governor,
    WindowKeeper window,
    PollTurns turns,
    TimeSpan pollInterval,
    IPause pause,
    TimeProvider time,
    Func<TimeSpan> elapsed,
    Random random,
    ProducerMetrics metrics,
    ILogger logger
)
{
    /// <summary>Wait between two polls that somebody waits for.</summary>
    private static readonly TimeSpan Hurried = TimeSpan.FromSeconds(1);

    private int _limit = LogsUrl.MaxLimit;
    private int _failures;
    private int _refusals;
    private KnownElements? _known;

    /// <summary>Polls until cancelled or until the writer is lost.</summary>
    /// <exception cref="WriterLostException">The partition's producer can do no more.</exception>
    public async Task RunAsync(Position position, CancellationToken cancel)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        try
        {
            while (true)
            {
                if (position.RecheckSince is { } since)
                {
                    _known ??= await history.KnownAsync(tenant.Name, partition, since, cancel);
                }
                else
                {
                    _known = null;
                }

                position = await PollAsync(position, ended.Token);
            }
        }
        finally
        {
            await ended.CancelAsync();
            await pages.DropAsync();
            await window.EndAsync(position.ClosedUntil, ended.Token);
        }
    }

    private async Task<Position> PollAsync(Position position, CancellationToken cancel)
    {
        // Its activity ends before any wait: it is the page's, not the pause's.
        using var fetched = await pages.FetchAsync(LogsUrl.WithLimit(position.Url, _limit), cancel);
        var (answer, activity) = (fetched.Answer, fetched.Activity);
        if (answer.Page is not { } page)
        {
            activity?.Stop();
            return await FailedAsync(answer, position, cancel);
        }

        metrics.Polled(tenant.Name);
        if (!Reread.Matches(page.Elements, position))
        {
            logger.LogWarning(
                "Tenant {Tenant}: Okta served another page for the same URL (request {RequestId}); going on from "
                    + "the last event.",
                tenant.Name,
                answer.RequestId
            );
            return await RewindAsync(position, cancel);
        }

        if (page.Fault is { } fault)
        {
            logger.LogError(
                "Tenant {Tenant}: {Fault} Okta has served it so for {Patience} (request {RequestId}): what could be "
                    + "read is published, the bytes behind it go to the dead letters, and collection goes on.",
                tenant.Name,
                fault,
                BrokenPages.Patience,
                answer.RequestId ?? "-"
            );
        }

        return await PublishAsync(fetched, position, cancel);
    }

    /// <summary>Takes a good page up; the one behind it is asked for at once where Okta has more.</summary>
    private PendingPage Pending(FetchedPage fetched, bool ahead, CancellationToken cancel)
    {
        var page = fetched.Answer.Page!;
        var outcome = PollPolicy.AfterPage(page.Requested, page.Self, page.Next, page.Filled);
        var pending = new PendingPage(page, outcome, fetched.Began, fetched.Activity);
        _limit = PollPolicy.Recovered(_limit);
        // Nothing waits for a place in memory while it holds one: what is asked for ahead is awaited when this is gone.
        if (ahead && outcome is { Advanced: true, CaughtUp: false })
        {
            pages.Ahead(LogsUrl.WithLimit(outcome.Url, _limit), cancel);
        }

        return pending;
    }

    private async Task<Position> PublishAsync(FetchedPage fetched, Position position, CancellationToken cancel)
    {
        // What raw may have already is asked page by page.
        var ahead = position.RecheckSince is null;
        using var batch = new PageBatch(
            Pending(fetched, ahead, cancel),
            pages,
            next =>
            {
                metrics.Polled(tenant.Name);
                return Pending(next, ahead, cancel);
            }
        );
        try
        {
            position = await publisher.PublishAsync(batch, position, _known, ClosedUntil, cancel);
            fetched.Activity?.Stop();
        }
        catch (TransactionAbortedException e)
        {
            fetched.Activity?.SetStatus(ActivityStatusCode.Error, "transaction aborted").Stop();
            fetched.Dispose();
            batch.Dispose();
            await pages.DropAsync();
            logger.LogWarning(e, "Tenant {Tenant}: the page is read and published again.", tenant.Name);
            var again = PollPolicy.AfterFailure(
                OktaFailure.Transient(e.Message, 200),
                ++_failures,
                _limit,
                random.NextDouble()
            );
            await pause.WaitAsync(tenant.Name, "transaction", again.Wait, cancel);
            return position;
        }

        if (_failures > 0)
        {
            logger.LogInformation("Tenant {Tenant}: collection goes on.", tenant.Name);
        }

        (_failures, _refusals) = (0, 0);
        if (batch.Last.Outcome.CaughtUp)
        {
            // The pages are committed and their memory free while we wait.
            fetched.Dispose();
            batch.Dispose();
            await IdleAsync(cancel);
        }

        return position;
    }

    /// <summary>
    /// Waits for the next poll; less where the reconciler waits for it, but never so little that our share of the
    /// window is spent early.
    /// </summary>
    private async Task IdleAsync(CancellationToken cancel)
    {
        using var awaited = CancellationTokenSource.CreateLinkedTokenSource(cancel, turns.Awaited);
        var began = elapsed();
        try
        {
            await pause.WaitAsync(tenant.Name, "idle", governor.IdleInterval(pollInterval), awaited.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            var rest = governor.IdleInterval(Hurried) - (elapsed() - began);
            if (rest > TimeSpan.Zero)
            {
                await pause.WaitAsync(tenant.Name, "idle", rest, cancel);
            }
        }
    }

    private async Task<Position> FailedAsync(PageAnswer answer, Position position, CancellationToken cancel)
    {
        var failure = answer.Failure!;
        var plan = PollPolicy.AfterFailure(failure, Attempt(failure), _limit, random.NextDouble());
        _limit = plan.Limit;
        if (failure.Kind == FailureKind.Auth)
        {
            metrics.AuthRefused(tenant.Name);
        }

        logger.Log(
            plan.Alarm ? LogLevel.Error : LogLevel.Warning,
            "Tenant {Tenant} ({Org}): {What} (request {RequestId}). {Then}",
            tenant.Name,
            tenant.Org.Text,
            failure.Message,
            answer.RequestId ?? "-",
            Then(failure)
        );
        if (plan.Rewind)
        {
            position = await RewindAsync(position, cancel);
        }
        else if (ClosedUntil() is { } until)
        {
            await SaveClosedAsync(position with { ClosedUntil = until }, cancel);
        }

        if (failure.Kind == FailureKind.Auth)
        {
            await WaitForCredentialsAsync(plan, cancel);
        }
        else if (plan.Wait > TimeSpan.Zero)
        {
            await pause.WaitAsync(tenant.Name, plan.Reason, plan.Wait, cancel);
        }

        return position;
    }

    /// <summary>
    /// Which failure in a row it is. Refusals, whose waits are long, are counted apart: a redirect behind a stretch of
    /// 503 is a first one, and not worth five minutes.
    /// </summary>
    private int Attempt(OktaFailure failure)
    {
        _failures++;
        var isRefusal = failure.Kind is FailureKind.Auth or FailureKind.Configuration;
        _refusals = isRefusal ? _refusals + 1 : 0;
        return isRefusal ? _refusals : _failures;
    }

    private async Task WaitForCredentialsAsync(FailurePlan plan, CancellationToken cancel)
    {
        if (await new CredentialPause(tenant, pause, time).WaitAsync(plan.Reason, plan.Wait, cancel))
        {
            (_failures, _refusals) = (0, 0);
            logger.LogInformation("Tenant {Tenant}: there are new credentials, tried at once.", tenant.Name);
        }
    }

    /// <summary>Until when no request may go out; null if one may.</summary>
    private DateTimeOffset? ClosedUntil() =>
        governor.WaitBefore(elapsed()) is var wait && wait > TimeSpan.Zero ? time.GetUtcNow() + wait : null;

    /// <summary>
    /// Whoever takes over must not ask inside the closed window. Nothing is lost if it cannot be written.
    /// </summary>
    private async Task SaveClosedAsync(Position position, CancellationToken cancel)
    {
        try
        {
            await publisher.SaveAsync(position, cancel);
        }
        catch (TransactionAbortedException e)
        {
            logger.LogDebug(e, "Tenant {Tenant}: the closed window is not in its checkpoint.", tenant.Name);
        }
    }

    private async Task<Position> RewindAsync(Position position, CancellationToken cancel)
    {
        var rewound = StartPosition.Rewind(position, tenant.Org, time.GetUtcNow()) with { ClosedUntil = ClosedUntil() };
        await turns.RewindAsync(cancel);
        // Saved first: a restart in the middle must know that pages may hold what raw has.
        await publisher.SaveAsync(rewound, cancel);
        _known = null;
        return rewound;
    }

    private string Then(OktaFailure failure) =>
        failure.Kind switch
        {
            FailureKind.Auth =>
                $"The cursor is kept. {tenant.Credentials.Advice(failure.Status)} Collection goes on by itself.",
            FailureKind.CursorRejected => "Going on from the last event; what raw has already is left out.",
            FailureKind.Configuration => "The cursor is kept. Check OrgUrl of the tenant; it is tried again.",
            FailureKind.RateLimited => "Waiting for the rate limit.",
            _ => "It is tried again.",
        };
}
