using Pipeline.Processor.Embedded.Consuming;

namespace Pipeline.Processor.Embedded.Storage;

/// <summary>The parts of a log that write, and the groups: one set for each data directory.</summary>
internal sealed record LogOwner(
    LogWriter Writer,
    CommitSignal Signal,
    LogTopics Topics,
    TransactionalIds TransactionalIds,
    GroupCoordinator Groups,
    Housekeeping Housekeeping
);
