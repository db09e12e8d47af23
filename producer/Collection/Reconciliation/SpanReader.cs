using Microsoft.Extensions.Logging;
using Pipeline.Producer.Okta;

namespace Pipeline.Producer.Collection.Reconciliation;

/// <summary>Asks an org for pages of a past span, within the reconciler's reserve of the rate limit.</summary>
internal sealed class SpanReader(
    Tenant tenant,
    PageClient logs,
    RateGovernor governor,
    GroupPulse pulse,
    IPause pause,
    TimeProvider time,
    Func<TimeSpan> elapsed,
    Random random,
    Func<PageAnswer, CancellationToken, Task<PageAnswer>> answered,
    ProducerMetrics metrics,
    ILogger logger
)
{
    /// <summary>Failures in a row of one page, after which the window is given up for a while.</summary>
    private const int MaxFailures = 6;

    private readonly RequestGate _gate = new(
        tenant.Name,
        () => governor.WaitBefore(elapsed(), RateLane.Reconcile),
        "reconcile_rate_limit",
        pulse,
        pause
    );
    private int _limit = LogsUrl.MaxLimit;

    /// <summary>One page, or the failure that waiting a little does not end.</summary>
    public async Task<PageAnswer> GetAsync(string url, SpanKind kind, CancellationToken cancel)
    {
        for (var failures = 1; ; failures++)
        {
            await _gate.WaitAsync(cancel);
            var answer = await AskAsync(url, kind, cancel);
            if (answer.Failure is not { } failure)
            {
                _limit = PollPolicy.Recovered(_limit);
                return answer;
            }

            var plan = PollPolicy.AfterFailure(failure, failures, _limit, random.NextDouble());
            if (plan.Alarm || failures >= MaxFailures)
            {
                return answer;
            }

            _limit = plan.Limit;
            logger.LogWarning(
                "Tenant {Tenant}: reading the past: {What} (request {RequestId}). It is tried again.",
                tenant.Name,
                failure.Message,
                answer.RequestId ?? "-"
            );
            answer.Dispose();
            // A refusal for the rate limit waits above.
            if (plan.Wait > TimeSpan.Zero)
            {
                await pause.WaitAsync(tenant.Name, "reconcile_retry", plan.Wait, cancel);
            }
        }
    }

    private async Task<PageAnswer> AskAsync(string url, SpanKind kind, CancellationToken cancel)
    {
        governor.Sent(elapsed(), RateLane.Reconcile);
        var answer = await logs.GetAsync(LogsUrl.WithLimit(url, _limit), cancel);
        governor.Received(
            answer.Rate,
            answer.Status,
            elapsed() - answer.Age,
            time.GetUtcNow() - answer.Age,
            random.NextDouble(),
            RateLane.Reconcile
        );
        metrics.Request(tenant.Name, answer.Status, governor.Remaining);
        metrics.Reconcile.Request(tenant.Name, kind);
        return await answered(answer, cancel);
    }
}
