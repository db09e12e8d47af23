namespace Pipeline.Local.Simulation.Api;

/// <summary>What the rate limit says to a request.</summary>
/// <param name="ResetSeconds">UTC epoch seconds.</param>
internal sealed record RateDecision(bool Allowed, int Limit, int Remaining, long ResetSeconds);
