using System.Diagnostics;
using Pipeline.Producer.Okta;

namespace Pipeline.Producer.Collection;

/// <summary>
/// An answer of Okta's that the governor has seen, with the trace of its page; whoever takes it disposes it.
/// </summary>
/// <param name="Answer">The answer.</param>
/// <param name="Began">The moment of <c>PollTurns</c> at which it was asked for.</param>
/// <param name="Activity">The page's, still running; null where nobody listens.</param>
internal sealed record FetchedPage(PageAnswer Answer, long Began, Activity? Activity) : IDisposable
{
    public void Dispose()
    {
        Activity?.Dispose();
        Answer.Dispose();
    }
}
