using Pipeline.Producer.Okta;

namespace Pipeline.Producer.Collection;

/// <summary>
/// Holds back a request to an org until the rate limit allows it and the group has confirmed who may send it.
/// </summary>
internal sealed class RequestGate(
    string tenant,
    RateGovernor governor,
    GroupPulse pulse,
    IPause pause,
    Func<TimeSpan> elapsed,
    RateLane lane
)
{
    private readonly string _limited = lane == RateLane.Poll ? "rate_limit" : "reconcile_rate_limit";

    public async Task WaitAsync(CancellationToken cancel)
    {
        while (true)
        {
            if (governor.WaitBefore(elapsed(), lane) is var wait && wait > TimeSpan.Zero)
            {
                await pause.WaitAsync(tenant, _limited, wait, cancel);
            }
            else if (pulse.IsLost)
            {
                await pause.WaitAsync(tenant, "group", GroupPulse.LookEvery, cancel);
            }
            else
            {
                return;
            }
        }
    }
}
