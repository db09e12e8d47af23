namespace Pipeline.Producer.Collection;

/// <summary>
/// The wait after refused credentials. It ends early when others are put in their place: whoever has just rotated a
/// token watches for the collection to go on, and the slow retry would keep them waiting for minutes.
/// </summary>
internal sealed class CredentialPause(Tenant tenant, IPause pause, TimeProvider time)
{
    /// <summary>How often the credentials are looked at: a small file on a local disk or a mounted Secret.</summary>
    public static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    /// <returns>Whether there are other credentials now.</returns>
    public async Task<bool> WaitAsync(string reason, TimeSpan wait, CancellationToken cancel)
    {
        var refused = tenant.Credentials.Version;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var waiting = pause.WaitAsync(tenant.Name, reason, wait, ended.Token);
        while (await Task.WhenAny(waiting, Task.Delay(LookEvery, time, ended.Token)) != waiting)
        {
            if (tenant.Credentials.Version != refused)
            {
                await ended.CancelAsync();
                await waiting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                cancel.ThrowIfCancellationRequested();
                return true;
            }
        }

        await ended.CancelAsync();
        await waiting;
        return tenant.Credentials.Version != refused;
    }
}
