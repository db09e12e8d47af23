using Pipeline.Producer.Commands;

namespace Pipeline.Local.Pipeline;

/// <summary>What the command line of local mode says.</summary>
/// <param name="Data">Directory that keeps everything.</param>
/// <param name="For">Ends by itself after this; null runs until Ctrl-C.</param>
/// <param name="Events">Exported events to play instead of the simulated attack; null for none.</param>
/// <param name="RuleDirectories">Directories of Sigma rules besides the built-in ones.</param>
/// <param name="Rate">Ordinary events a second of the simulated org.</param>
/// <param name="Backfill">A past span to read again and complete; null for none.</param>
internal sealed record LocalSettings(
    string Data,
    TimeSpan? For,
    string? Events,
    IReadOnlyList<string> RuleDirectories,
    double Rate,
    BackfillSpan? Backfill = null
);
