using System.Diagnostics;
using Pipeline.Producer.Collection.Reconciliation;
using Pipeline.Producer.Okta;

namespace Pipeline.Producer.Collection;

/// <summary>
/// Asks for one tenant's pages, one request at a time, inside the rate limit. While a page is being published the one
/// behind it may be on its way already: at most one, so that a crash costs one request and nothing else.
/// </summary>
internal sealed class PageFetcher(
    Tenant tenant,
    PageClient logs,
    RateGovernor governor,
    PollTurns turns,
    GroupPulse pulse,
    IPause pause,
    TimeProvider time,
    Func<TimeSpan> elapsed,
    Random random,
    ProducerMetrics metrics
)
{
    private readonly RequestGate _gate = new(
        tenant.Name,
        () => governor.WaitBefore(elapsed()),
        "rate_limit",
        pulse,
        pause
    );
    private Task<FetchedPage>? _ahead;

    /// <summary>The page at a URL: the one asked for ahead, else asked for now.</summary>
    public async Task<FetchedPage> FetchAsync(string url, CancellationToken cancel)
    {
        if (_ahead is { } ahead)
        {
            _ahead = null;
            return await ahead;
        }

        await _gate.WaitAsync(cancel);
        governor.Sent(elapsed());
        return await AskAsync(url, turns.Begin(), random.NextDouble(), cancel);
    }

    /// <summary>
    /// Asks for the page the next <see cref="FetchAsync"/> will want, if the window is wide open: its last requests go
    /// out in turn, so that the checkpoint knows of a closed window before anybody may take over.
    /// </summary>
    public void Ahead(string url, CancellationToken cancel)
    {
        var now = elapsed();
        if (!governor.IsWideOpen(now) || pulse.IsLost)
        {
            return;
        }

        governor.Sent(now);
        var (began, dice) = (turns.Begin(), random.NextDouble());
        _ahead = Task.Run(() => AskAsync(url, began, dice, cancel), cancel);
    }

    /// <summary>
    /// The page asked for ahead, if it is there in time and nothing is wrong with it; whatever is stays for its turn.
    /// </summary>
    public async Task<FetchedPage?> TakeAsync(TimeSpan patience, CancellationToken cancel)
    {
        if (_ahead is { IsCompleted: false } coming)
        {
            await ((Task)coming)
                .WaitAsync(patience, time, cancel)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (_ahead is not { IsCompletedSuccessfully: true } ahead || ahead.Result.Answer.Page is not { Fault: null })
        {
            return null;
        }

        _ahead = null;
        return ahead.Result;
    }

    /// <summary>Waits for the page asked for ahead and lets it go; what it said of the rate limit counts.</summary>
    public async Task DropAsync()
    {
        if (_ahead is { } ahead)
        {
            _ahead = null;
            await ((Task)ahead).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (ahead.IsCompletedSuccessfully)
            {
                (await ahead).Dispose();
            }
        }
    }

    private async Task<FetchedPage> AskAsync(string url, long began, double dice, CancellationToken cancel)
    {
        // A page of its own, not a part of the one that is being published.
        Activity.Current = null;
        var activity = ProducerTrace.Page(tenant.Name);
        try
        {
            var answer = await logs.GetAsync(url, cancel);
            governor.Received(answer.Rate, answer.Status, elapsed() - answer.Age, time.GetUtcNow() - answer.Age, dice);
            metrics.Request(tenant.Name, answer.Status, governor.Remaining);
            activity.Answered(answer);
            if (cancel.IsCancellationRequested)
            {
                // Whatever it is nobody takes it; what it said of the rate limit is kept.
                answer.Dispose();
                cancel.ThrowIfCancellationRequested();
            }

            return new FetchedPage(answer, began, activity);
        }
        catch
        {
            activity?.Dispose();
            throw;
        }
    }
}
