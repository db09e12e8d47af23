using Pipeline.Processor.Streams;

namespace Pipeline.Chaos;

/// <summary>The stage under test: counts ids per key.</summary>
internal static class ChaosTopics
{
    public const string Application = "chaos";
    public const string Input = "chaos.in";
    public const string Output = "chaos.out";
    public const int Partitions = 6;

    public static Stage Stage { get; } =
        new("count", Input, [Output], "counts", "count ids per key", _ => new LedgerStep());
}
