namespace Pipeline.Processor.Streams.Inspection;

/// <summary>How much a store holds, as its changelog says.</summary>
/// <param name="Keys">Keys that are alive.</param>
/// <param name="Bytes">Their keys and values.</param>
/// <param name="Records">Records in the changelog, versions that compaction will remove included.</param>
/// <param name="Deleted">Keys whose tombstone is still there.</param>
internal sealed record StoreSize(int Partitions, long Keys, long Bytes, long Records, long Deleted);
