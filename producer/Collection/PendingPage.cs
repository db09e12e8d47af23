using System.Diagnostics;
using Pipeline.Producer.Okta;

namespace Pipeline.Producer.Collection;

/// <summary>A good page on its way into a transaction.</summary>
/// <param name="Page">The page. It is disposed when its elements are sent.</param>
/// <param name="Outcome">Where to go on behind it.</param>
/// <param name="Began">The moment of <c>PollTurns</c> at which it was asked for.</param>
/// <param name="Activity">The page's; null where nobody listens.</param>
internal sealed record PendingPage(OktaPage Page, PageOutcome Outcome, long Began, Activity? Activity);
