namespace Pipeline.Processor.Delivery.Policies;

/// <summary>What an answer of a target means for the batch.</summary>
internal enum VerdictKind
{
    /// <summary>The target has it.</summary>
    Acknowledged,

    /// <summary>Try again, for ever, with the same bytes.</summary>
    Retry,

    /// <summary>No batch would get through: stop, tell, probe slowly. Nothing is dead-lettered.</summary>
    FatalEndpoint,

    /// <summary>Too much at once.</summary>
    TooLarge,

    /// <summary>Some record of the batch is not acceptable.</summary>
    Rejected,

    /// <summary>Each record has a fate of its own.</summary>
    Partial,
}
