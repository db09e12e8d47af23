namespace Pipeline.Producer.Okta;

/// <summary>
/// Bounds the pages in memory over all tenants: a slot is taken when a body begins and freed when its page is
/// committed. First come, first served, so no tenant starves.
/// </summary>
internal sealed class PageSlots(int count) : IDisposable
{
    private readonly SemaphoreSlim _free = new(count, count);

    public async Task<IDisposable> TakeAsync(CancellationToken cancel)
    {
        await _free.WaitAsync(cancel);
        return new Slot(_free);
    }

    public void Dispose() => _free.Dispose();

    private sealed class Slot(SemaphoreSlim free) : IDisposable
    {
        private SemaphoreSlim? _free = free;

        public void Dispose() => Interlocked.Exchange(ref _free, null)?.Release();
    }
}
