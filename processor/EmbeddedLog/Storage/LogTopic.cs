using System.Globalization;

namespace Pipeline.Processor.Embedded.Storage;

/// <summary>A topic, its partitions in order and its configuration as it was given.</summary>
internal sealed class LogTopic(
    long id,
    string name,
    IReadOnlyDictionary<string, string> config,
    IReadOnlyList<LogPartition> partitions
)
{
    public long Id { get; } = id;

    public string Name { get; } = name;

    public IReadOnlyDictionary<string, string> Config { get; } = config;

    public IReadOnlyList<LogPartition> Partitions { get; } = partitions;

    public bool IsCompacted => HasPolicy(Config, "compact");

    /// <summary>How long records stay; null: for ever, which is also what an unset retention.ms means here.</summary>
    public TimeSpan? Retention =>
        HasPolicy(Config, "delete")
        && Config.TryGetValue("retention.ms", out var text)
        && long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var ms)
        && ms >= 0
            ? TimeSpan.FromMilliseconds(ms)
            : null;

    public static bool HasPolicy(IReadOnlyDictionary<string, string> config, string policy) =>
        config
            .GetValueOrDefault("cleanup.policy", "delete")
            .Split(',', StringSplitOptions.TrimEntries)
            .Contains(policy, StringComparer.Ordinal);
}
