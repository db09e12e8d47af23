namespace Pipeline.Producer.Collection;

/// <summary>
/// Holds back a request to an org until the rate limit allows it and the group has confirmed who may send it.
/// </summary>
/// <param name="tenant">Who waits.</param>
/// <param name="limit">How long the rate limit has it wait still.</param>
/// <param name="limited">The reason of that wait in metrics.</param>
/// <param name="pulse">What the group says.</param>
/// <param name="pause">The waits.</param>
internal sealed class RequestGate(string tenant, Func<TimeSpan> limit, string limited, GroupPulse pulse, IPause pause)
{
    public async Task WaitAsync(CancellationToken cancel)
    {
        while (true)
        {
            if (limit() is var wait && wait > TimeSpan.Zero)
            {
                await pause.WaitAsync(tenant, limited, wait, cancel);
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
