namespace Pipeline.Producer.Collection;

/// <summary>
/// The pages of one transaction: the first, and while catching up those behind it that are there when the one before is
/// written, or a moment later.
/// </summary>
/// <param name="first">The first page.</param>
/// <param name="pages">Where the others come from.</param>
/// <param name="pending">Takes a page up, and asks for the one behind it.</param>
internal sealed class PageBatch(PendingPage first, PageFetcher pages, Func<FetchedPage, PendingPage> pending)
    : IDisposable
{
    /// <summary>
    /// A transaction costs more than writing a page, so a few leave little of it; more would be read again where one
    /// fails.
    /// </summary>
    public const int MaxPages = 16;

    /// <summary>
    /// About what a transaction costs: waiting longer for the next page to share it would gain nothing.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(20);

    private readonly List<FetchedPage> _taken = [];

    /// <summary>The page that came last.</summary>
    public PendingPage Last { get; private set; } = first;

    /// <summary>The first page.</summary>
    public PendingPage First { get; } = first;

    /// <summary>The next page if it arrives whole in time and belongs into the same transaction.</summary>
    public async Task<PendingPage?> NextAsync(CancellationToken cancel)
    {
        if (_taken.Count + 1 >= MaxPages || await pages.TakeAsync(Patience, cancel) is not { } fetched)
        {
            return null;
        }

        _taken.Add(fetched);
        return Last = pending(fetched);
    }

    /// <summary>Frees all pages but the first, whose owner is who fetched it.</summary>
    public void Dispose() => _taken.ForEach(x => x.Dispose());
}
