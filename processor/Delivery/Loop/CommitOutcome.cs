namespace Pipeline.Processor.Delivery.Loop;

/// <summary>How a commit ended.</summary>
internal enum CommitOutcome
{
    /// <summary>The coordinator has it, or there was nothing to tell it.</summary>
    Committed,

    /// <summary>It failed for a while; the offsets stay to be committed.</summary>
    Failed,

    /// <summary>The group does not count us in any more.</summary>
    NotAMember,
}
