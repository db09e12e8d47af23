namespace Pipeline.Producer.Collection;

/// <summary>
/// The pages of one transaction: the first, and while catching up those behind it that are there by the time the one
/// before is written. Nothing waits for them, so a page that comes alone is committed alone.
/// </summary>
/// <param name="first">The first page.</param>
/// <param name="pages">Where the others come from.</param>
/// <param name="pending">Takes a page up, and asks for the one behind it.</param>
internal sealed class PageBatch(PendingPage first, PageFetcher pages, Func<FetchedPage, PendingPage> pending)
    : IDisposable
{
    /// <summary>
    /// A transaction costs as much as writing a page, so four leave little of it; more would keep the other tenants of
    /// the partition waiting, and their pages' places in memory.
    /// </summary>
    public const int MaxPages = 4;

    private readonly List<FetchedPage> _taken = [];

    /// <summary>The page that came last.</summary>
    public PendingPage Last { get; private set; } = first;

    /// <summary>The first page.</summary>
    public PendingPage First { get; } = first;

    /// <summary>The next page if it has arrived whole and belongs into the same transaction.</summary>
    public PendingPage? Next()
    {
        if (_taken.Count + 1 >= MaxPages || pages.TryTake() is not { } fetched)
        {
            return null;
        }

        _taken.Add(fetched);
        return Last = pending(fetched);
    }

    /// <summary>Frees all pages but the first, whose owner is who fetched it.</summary>
    public void Dispose() => _taken.ForEach(x => x.Dispose());
}
