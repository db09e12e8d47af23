namespace Pipeline.Producer.Collection;

/// <summary>What follows from a page.</summary>
/// <param name="Url">The URL to ask next.</param>
/// <param name="Advanced">Whether that is another URL than the page's own.</param>
/// <param name="CaughtUp">Whether nothing more waits at Okta: ask again after the idle interval.</param>
internal sealed record PageOutcome(string Url, bool Advanced, bool CaughtUp);
