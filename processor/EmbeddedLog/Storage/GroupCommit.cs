using Pipeline.Processor.Embedded.Consuming;

namespace Pipeline.Processor.Embedded.Storage;

/// <summary>Offsets a group commits, and the membership that entitles the caller to do so.</summary>
internal sealed record GroupCommit(GroupMetadata Group, IReadOnlyList<KeyValuePair<LogPartition, long>> Next);
