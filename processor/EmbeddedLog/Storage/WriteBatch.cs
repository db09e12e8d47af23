using Confluent.Kafka;

namespace Pipeline.Processor.Embedded.Storage;

/// <summary>What becomes visible together or not at all: records and group offsets.</summary>
/// <param name="Records">In the order in which each partition gets them.</param>
/// <param name="Commits">Offsets of groups.</param>
/// <param name="Check">Asked inside the writer's lock, right before the write: an error refuses the batch.</param>
internal sealed record WriteBatch(
    IReadOnlyList<PendingRecord> Records,
    IReadOnlyList<GroupCommit> Commits,
    Func<Error?>? Check = null
)
{
    public bool IsDone { get; set; }

    /// <summary>Why it was not written; null when it was.</summary>
    public Error? Error { get; set; }
}
