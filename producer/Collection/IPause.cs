namespace Pipeline.Producer.Collection;

/// <summary>The waits of a tenant's loop: one place that can cancel, measure and, in tests, shorten them.</summary>
internal interface IPause
{
    Task WaitAsync(string tenant, string reason, TimeSpan wait, CancellationToken cancel);
}
