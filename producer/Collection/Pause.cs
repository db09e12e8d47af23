namespace Pipeline.Producer.Collection;

/// <summary>Waits on the injected clock and counts the wait under its reason.</summary>
internal sealed class Pause(TimeProvider time, ProducerMetrics metrics) : IPause
{
    public Task WaitAsync(string tenant, string reason, TimeSpan wait, CancellationToken cancel)
    {
        if (wait <= TimeSpan.Zero)
        {
            return Task.CompletedTask;
        }

        metrics.Wait(tenant, reason, wait);
        return Task.Delay(wait, time, cancel);
    }
}
