using System.Collections.Concurrent;
using System.Text;
using Pipeline.Processor.Steps;

namespace Pipeline.Chaos.Counting;

/// <summary>
/// Adds one to the count of a record's key and writes <c>id count</c>: a record lost, repeated or half applied shows in
/// the counts for ever. Ids that begin with <c>!</c> make the step throw after it emitted, and become dead letters; ids
/// that begin with <c>#</c> break the engine between two outputs; every fiftieth count of a key deletes its state, so
/// that tombstones matter.
/// </summary>
internal sealed class LedgerStep(string output) : IStep
{
    /// <summary>Counts of a key begin anew after this many.</summary>
    public const int Restart = 50;

    private static readonly ConcurrentDictionary<string, bool> Broke = new(StringComparer.Ordinal);

    public string Name => "count";

    public IStateCodecs Codecs { get; } = new LedgerCodecs();

    public void Process(InputRecord record, StepContext context)
    {
        var key = Encoding.UTF8.GetString(record.Key!);
        var id = Encoding.UTF8.GetString(record.Value!);
        var state = $"count|{key}";
        var count = (context.Get<LedgerCount>(state)?.Count ?? 0) + 1;
        if (count == Restart)
        {
            context.Delete(state);
        }
        else
        {
            context.Put(state, new LedgerCount(count), "t");
        }

        context.Emit(Output(record, $"{id} {count}", []));
        if (id.StartsWith('#'))
        {
            // Between the two outputs the engine breaks, once in each process: half of the record must not be seen.
            context.Emit(Output(record, $"{id}+ {count}", new BreakingHeaders(Broke.TryAdd(id, true))));
        }

        if (id.StartsWith('!'))
        {
            throw new InvalidOperationException("The schedule asked for an exception in the step.");
        }
    }

    private OutputRecord Output(
        InputRecord record,
        string value,
        IReadOnlyList<KeyValuePair<string, byte[]>> headers
    ) => new(output, record.Key, Encoding.UTF8.GetBytes(value), headers);

    public void OnTimer(string key, StateEntry entry, StepContext context) => throw new NotSupportedException();
}
