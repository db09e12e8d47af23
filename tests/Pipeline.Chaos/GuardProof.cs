namespace Pipeline.Chaos;

/// <summary>
/// The schedule under which the lack of a guard shows: for <c>--without</c>, and with <c>--as</c> as its control.
/// </summary>
internal sealed record GuardProof(string Guard, string Profile, string Disturbances)
{
    public static IReadOnlyList<GuardProof> All { get; } =
    [
        new("restore", "normal", "foreign-commit"),
        new("forget", "batches", "scale"),
        new("kill", "single", "exception"),
        new("group", "zombie", "expel"),
        new("flush", "late-flush", "late-commit"),
        new("tombstones", "normal", "deleted"),
        new("hanging", "normal", "broker-kill"),
    ];

    public static GuardProof Of(string guard) =>
        All.FirstOrDefault(x => x.Guard == guard)
        ?? throw new ArgumentException(
            $"There is no guard {guard}: {string.Join(", ", All.Select(x => x.Guard))}.",
            nameof(guard)
        );
}
