namespace Pipeline.Processor.Streams;

/// <summary>
/// The guards of the engine, all on. For the chaos harness only: it takes one out and must then find records lost or
/// repeated; a guard whose absence nobody notices is not tested.
/// </summary>
internal sealed record EngineGuards
{
    /// <summary>Restore to the high watermark, not to the last stable offset (1).</summary>
    public bool RestoreToHighWatermark { get; init; } = true;

    /// <summary>Take back records read before a revoke (N2).</summary>
    public bool ForgetStaleBatch { get; init; } = true;

    /// <summary>Swallow every call after something failed (N1).</summary>
    public bool KillOnFailure { get; init; } = true;

    /// <summary>Commit with the group metadata of the assignment (N5).</summary>
    public bool CaptureGroup { get; init; } = true;

    /// <summary>Flush the changelog before the offsets (1).</summary>
    public bool FlushBeforeOffsets { get; init; } = true;

    /// <summary>Write tombstones of deleted keys.</summary>
    public bool WriteTombstones { get; init; } = true;

    /// <summary>Begin with an aborted transaction, so that nothing hangs (N15).</summary>
    public bool AbortHanging { get; init; } = true;

    /// <summary>Names for the command line.</summary>
    public static IReadOnlyList<string> Names { get; } =
    ["restore", "forget", "kill", "group", "flush", "tombstones", "hanging"];

    /// <summary>All guards but the named ones.</summary>
    /// <param name="names">Names, separated by commas; empty for none.</param>
    public static EngineGuards Without(string names)
    {
        var off = names.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (Array.Find(off, x => !Names.Contains(x)) is { } unknown)
        {
            throw new ArgumentException($"There is no guard {unknown}: {string.Join(", ", Names)}.", nameof(names));
        }

        return new EngineGuards
        {
            RestoreToHighWatermark = !off.Contains("restore"),
            ForgetStaleBatch = !off.Contains("forget"),
            KillOnFailure = !off.Contains("kill"),
            CaptureGroup = !off.Contains("group"),
            FlushBeforeOffsets = !off.Contains("flush"),
            WriteTombstones = !off.Contains("tombstones"),
            AbortHanging = !off.Contains("hanging"),
        };
    }
}
