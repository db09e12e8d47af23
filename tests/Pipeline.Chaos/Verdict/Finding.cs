namespace Pipeline.Chaos.Verdict;

/// <summary>Something that is not as it must be.</summary>
/// <param name="IsCertain">Whether more time cannot make it right: what came is wrong, and not merely missing.</param>
internal sealed record Finding(string Text, bool IsCertain);
