using System.Text.Json;
using Pipeline.Producer.Okta;

namespace Pipeline.Producer.Collection;

/// <summary>Lists all users of an org once, to its end. A listing that does not end gives no count.</summary>
internal sealed class LicenceCounter(
    Tenant tenant,
    PageClient users,
    RateGovernor governor,
    RequestGate gate,
    Func<TimeSpan> elapsed,
    Func<PageAnswer, CancellationToken, Task<PageAnswer>> answered,
    IPause pause,
    TimeProvider time,
    Random random,
    ProducerMetrics metrics
)
{
    /// <summary>
    /// Okta's concurrency limit is shared with the org's other clients: at most four requests a second.
    /// </summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(250);

    /// <summary>Failures in a row of one page, after which the listing is begun anew later.</summary>
    private const int MaxFailures = 8;

    /// <summary>A million users in pages of 200, ten times over: more is a listing that never ends.</summary>
    private const int MaxPages = 50_000;

    /// <summary>The smallest page worth asking for when Okta's queries time out.</summary>
    private const int MinLimit = 10;

    /// <summary>Counts, or says why there is no count.</summary>
    public async Task<(LicenceTally? Tally, OktaFailure? Failure)> CountAsync(CancellationToken cancel)
    {
        var tally = new LicenceTally();
        var next = UsersUrl.First(tenant.Org);
        var limit = UsersUrl.MaxLimit;
        var failures = 0;
        while (tally.Pages < MaxPages)
        {
            await pause.WaitAsync(tenant.Name, "licences_pace", Pace, cancel);
            await gate.WaitAsync(cancel);
            using var answer = await AskAsync(LogsUrl.WithLimit(next, limit), cancel);
            if (answer.Failure is { } failure)
            {
                var plan = PollPolicy.AfterFailure(failure, ++failures, limit, random.NextDouble());
                if (plan.Alarm || failures >= MaxFailures)
                {
                    return (null, failure);
                }

                limit = PollPolicy.MayBeTooLarge(failure) ? Math.Max(MinLimit, limit / 2) : limit;
                await pause.WaitAsync(tenant.Name, "licences_retry", plan.Wait, cancel);
                continue;
            }

            failures = 0;
            var page = answer.Page!;
            try
            {
                tally.Add(page.Elements.Select(x => x.Bytes));
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException)
            {
                return (null, OktaFailure.Transient($"The listing of users cannot be read: {e.Message}", 200));
            }

            if (page.Next is null)
            {
                return (tally, null);
            }

            if (page.Next == page.Requested)
            {
                return (null, OktaFailure.Transient("The listing of users leads back to its own page.", 200));
            }

            next = page.Next;
        }

        return (null, OktaFailure.Transient($"The listing of users has more than {MaxPages} pages.", 200));
    }

    private async Task<PageAnswer> AskAsync(string url, CancellationToken cancel)
    {
        governor.Sent(elapsed());
        var answer = await users.GetAsync(url, cancel);
        // The headers were told when they came, however long the body took.
        var (now, utcNow) = (elapsed() - answer.Age, time.GetUtcNow() - answer.Age);
        governor.Received(answer.Rate, answer.Status, now, utcNow, random.NextDouble());
        metrics.Request(tenant.Name, answer.Status, null);
        return await answered(answer, cancel);
    }
}
