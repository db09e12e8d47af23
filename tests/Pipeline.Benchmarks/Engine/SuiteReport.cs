namespace Pipeline.Benchmarks.Engine;

/// <summary>The whole run.</summary>
/// <param name="Machine">What it ran on.</param>
/// <param name="Records">Records of the input.</param>
/// <param name="RecordBytes">Mean size of an event.</param>
/// <param name="Rounds">Every run, in its order.</param>
/// <param name="Summary">Medians, ratios and goals.</param>
internal sealed record SuiteReport(
    string Machine,
    int Records,
    int RecordBytes,
    IReadOnlyList<Figures> Rounds,
    IReadOnlyList<SummaryLine> Summary
);
