using Microsoft.Extensions.Logging;
using Pipeline.Processor.Delivery.Policies;

namespace Pipeline.Processor.Delivery.Loop;

/// <summary>
/// The waits between requests. There is one worker per sink, so that a wait holds for the whole endpoint, whatever the
/// partition whose records met it.
/// </summary>
internal sealed class Patience(
    string target,
    RetryDelay delay,
    CircuitBreaker breaker,
    RejectionStreak streak,
    TimeProvider time,
    ILogger logger
)
{
    private int _attempts;

    /// <summary>Whether one more refused record would be one too many to give up.</summary>
    public bool IsRefusingAll => streak.IsFull;

    /// <summary>The target took something.</summary>
    public void Succeeded()
    {
        _attempts = 0;
        streak.Accepted();
        if (breaker.Reset())
        {
            logger.LogInformation("{Target} accepts again; delivery goes on where it stopped.", target);
        }
    }

    /// <summary>The target refused what it was sent, so it is there.</summary>
    public void Answered() => _attempts = 0;

    /// <summary>A refused record was given up.</summary>
    public void GaveUp() => streak.Rejected();

    /// <summary>Waits before the same bytes are sent again.</summary>
    public Task RetryAsync(Verdict verdict, CancellationToken stopping)
    {
        _attempts++;
        var wait = delay.Next(_attempts, verdict.RetryAfter);
        logger.LogWarning(
            "{Target} did not take a batch ({Why}), try {Attempt}; the same again in {Wait}.",
            target,
            verdict.Why,
            _attempts,
            wait
        );
        return Task.Delay(wait, time, stopping);
    }

    /// <summary>Stops the line and waits for the next probe.</summary>
    public async Task TripAsync(Verdict verdict, CancellationToken stopping)
    {
        var wait = breaker.Trip();
        if (verdict.RetryAfter is { } asked && asked > wait)
        {
            wait = asked;
        }

        logger.LogError(
            "{Target} refuses everything ({Why}): delivery is stopped, nothing is lost or given up. Check its URL, "
                + "credentials and format; the same batch is tried again in {Wait}.",
            target,
            verdict.Status is { } status ? $"HTTP {status}" : verdict.Why,
            wait
        );
        await Task.Delay(wait, time, stopping);
        breaker.Probe();
    }
}
