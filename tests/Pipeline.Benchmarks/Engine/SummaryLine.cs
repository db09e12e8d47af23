namespace Pipeline.Benchmarks.Engine;

/// <summary>One line of the table.</summary>
/// <param name="What">What was measured, with its unit.</param>
/// <param name="Value">Median of the rounds.</param>
/// <param name="Low">Least of the rounds.</param>
/// <param name="High">Most of the rounds.</param>
/// <param name="Goal">The goal, e.g. <c>&gt;= 1.6</c>; null where there is none.</param>
/// <param name="IsMet">Whether the median meets it; null where there is none.</param>
internal sealed record SummaryLine(
    string What,
    double Value,
    double Low,
    double High,
    string? Goal = null,
    bool? IsMet = null
);
