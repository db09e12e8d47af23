namespace Pipeline.Benchmarks.Engine;

/// <summary>What to measure.</summary>
internal sealed record SuiteSettings(
    int Records,
    int Rounds,
    int Keys,
    string KafkaHome,
    string? Yardstick,
    IReadOnlyList<string> Runs
);
