namespace Pipeline.Producer.Okta;

/// <summary>
/// One page of a listing (events, users), whole. Disposing it frees its place among the pages in memory.
/// </summary>
/// <param name="elements">The exact bytes of each element, in order.</param>
/// <param name="requested">The URL that was asked.</param>
/// <param name="self">The self link, or null.</param>
/// <param name="next">The next link as an absolute URL at this org, or null.</param>
/// <param name="requestId">X-Okta-Request-Id.</param>
/// <param name="receivedAt">When it arrived.</param>
/// <param name="slot">What to free.</param>
internal sealed class OktaPage(
    List<byte[]> elements,
    string requested,
    string? self,
    string? next,
    string? requestId,
    DateTimeOffset receivedAt,
    IDisposable slot
) : IDisposable
{
    public List<byte[]> Elements { get; } = elements;

    public string Requested { get; } = requested;

    public string? Self { get; } = self;

    public string? Next { get; } = next;

    public string? RequestId { get; } = requestId;

    public DateTimeOffset ReceivedAt { get; } = receivedAt;

    public void Dispose() => slot.Dispose();
}
