namespace Pipeline.Local.Simulation.Api;

/// <summary>What a request gets.</summary>
/// <param name="Positions">The events, by position in the log.</param>
/// <param name="Next">The cursor of the next page.</param>
/// <param name="SameAgain">The page is empty and the next link is the request itself.</param>
internal sealed record LogsPage(IReadOnlyList<int> Positions, Cursor? Next, bool SameAgain);
