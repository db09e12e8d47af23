namespace Pipeline.Processor.Embedded;

/// <summary>What a commit survives. The end of the process (kill −9) loses nothing with either.</summary>
public enum Durability
{
    /// <summary>Power loss: every commit reaches the disk (SQLite's synchronous=FULL).</summary>
    PowerLoss,

    /// <summary>The process only: power loss may take the last commits, whole ones (synchronous=NORMAL).</summary>
    ProcessCrash,
}
