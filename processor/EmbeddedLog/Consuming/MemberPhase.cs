namespace Pipeline.Processor.Embedded.Consuming;

/// <summary>Where a member stands in the rebalancing of its group.</summary>
internal enum MemberPhase
{
    /// <summary>Holds nothing, ready for the next generation.</summary>
    Joining,

    /// <summary>Its partitions are decided, it has not been told yet.</summary>
    Assigned,

    /// <summary>Told, and working.</summary>
    Stable,

    /// <summary>Must give up its partitions before the next generation can begin.</summary>
    Revoking,

    /// <summary>Not seen for too long; others may own its partitions.</summary>
    Expelled,
}
