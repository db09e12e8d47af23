namespace Pipeline.Producer.Okta;

/// <summary>
/// One page of a listing (events, users), whole. Disposing it frees its memory and its place among the pages in memory.
/// </summary>
/// <param name="elements">Its elements, in order.</param>
/// <param name="memory">Where they are.</param>
/// <param name="requested">The URL that was asked.</param>
/// <param name="self">The self link, or null.</param>
/// <param name="next">The next link as an absolute URL at this org, or null.</param>
/// <param name="requestId">X-Okta-Request-Id.</param>
/// <param name="receivedAt">When it arrived.</param>
/// <param name="date">When Okta says that it served it, or null.</param>
/// <param name="fault">What is wrong with the page, where its last element is only what could not be read.</param>
/// <param name="slot">What to free.</param>
internal sealed class OktaPage(
    IReadOnlyList<PageElement> elements,
    PageBuffer memory,
    string requested,
    string? self,
    string? next,
    string? requestId,
    DateTimeOffset receivedAt,
    DateTimeOffset? date,
    string? fault,
    IDisposable slot
) : IDisposable
{
    /// <summary>Their bytes are there until the page is disposed.</summary>
    public IReadOnlyList<PageElement> Elements { get; } = elements;

    public string Requested { get; } = requested;

    public string? Self { get; } = self;

    public string? Next { get; } = next;

    public string? RequestId { get; } = requestId;

    public DateTimeOffset ReceivedAt { get; } = receivedAt;

    /// <summary>When Okta served it by whichever clock is behind: nothing in it was stored later.</summary>
    public DateTimeOffset ServedAt { get; } = date < receivedAt ? date.Value : receivedAt;

    public string? Fault { get; } = fault;

    /// <summary>
    /// Elements as Okta counts them, at most: nobody knows how many are in what could not be read, so such a page never
    /// says that nothing more waits.
    /// </summary>
    public int Filled => Fault is null ? Elements.Count : Math.Max(Elements.Count, LogsUrl.LimitOf(Requested));

    /// <summary>All that is wanted of the elements has been taken.</summary>
    public void Dispose()
    {
        memory.Dispose();
        slot.Dispose();
    }
}
