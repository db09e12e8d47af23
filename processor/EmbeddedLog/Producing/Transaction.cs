using Pipeline.Processor.Embedded.Storage;

namespace Pipeline.Processor.Embedded.Producing;

/// <summary>An open transaction: what is to become visible together.</summary>
internal sealed class Transaction
{
    public List<PendingRecord> Records { get; } = [];

    public List<GroupCommit> Commits { get; } = [];

    public long Bytes { get; private set; }

    public void Add(PendingRecord record)
    {
        Records.Add(record);
        Bytes += record.Size;
    }
}
