using System.Collections.Concurrent;

namespace Pipeline.Processor.Embedded.Storage;

/// <summary>
/// The epoch of every transactional id: the producer that initialised last is the only one that may write.
/// </summary>
internal sealed class TransactionalIds(LogWriter writer)
{
    private readonly ConcurrentDictionary<string, long> _epochs = new(StringComparer.Ordinal);

    /// <summary>Takes the id over: from now on earlier epochs are refused.</summary>
    public long Take(string id) =>
        writer.Change(c =>
        {
            var epoch = c.Number(
                """
                INSERT INTO transactional(id, epoch) VALUES ($0, 0)
                ON CONFLICT(id) DO UPDATE SET epoch = epoch + 1 RETURNING epoch
                """,
                id
            );
            // Inside the writer's lock: a commit of the old epoch is either done or will be refused.
            _epochs[id] = epoch;
            return epoch;
        });

    public bool IsCurrent(string id, long epoch) => _epochs.TryGetValue(id, out var current) && current == epoch;
}
