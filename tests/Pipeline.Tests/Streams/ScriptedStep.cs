using System.Collections;
using System.Text;
using Pipeline.Processor.Steps;
using Pipeline.Tests.Steps;

namespace Pipeline.Tests.Streams;

/// <summary>
/// Counts records under one key and writes <c>value count</c>. <c>#</c> breaks the engine between two outputs,
/// <c>delete</c> deletes the count, <c>expire</c> lets it live for a second of event time, <c>ignore</c> leaves it,
/// <c>unwritable</c> leaves a state that its codec cannot write.
/// </summary>
internal sealed class ScriptedStep : IStep
{
    public const string State = "count|k";

    public string Name => "count";

    public IStateCodecs Codecs { get; } = new CountCodecs();

    /// <summary>Offsets of the records that reached the step, in order.</summary>
    public List<long> Seen { get; } = [];

    public void Process(InputRecord record, StepContext context)
    {
        Seen.Add(record.Offset);
        var text = Encoding.UTF8.GetString(record.Value!);
        if (text == "poison")
        {
            throw new PoisonRecordException("bad_data", "asked for");
        }

        if (text is "expire" or "ignore")
        {
            context.Advance("t", DateTimeOffset.FromUnixTimeMilliseconds(record.TimestampMs));
        }

        var count = new Count((context.Get<Count>(State)?.Value ?? 0) + 1);
        if (text == "delete")
        {
            context.Delete(State);
        }
        else if (text == "ignore")
        {
            // Moves the clock and nothing else.
        }
        else if (text == "expire")
        {
            context.Put(State, count, "t", context.Clock("t").AddSeconds(1));
        }
        else if (text == "unwritable")
        {
            context.Put(State, "no count", "t");
        }
        else
        {
            context.Put(State, count, "t");
        }

        context.Emit(Output(record, $"{text} {count.Value}", []));
        if (text == "#")
        {
            context.Emit(Output(record, $"second {count.Value}", new BrokenHeaders()));
        }
    }

    public void OnTimer(string key, StateEntry entry, StepContext context) => context.Delete(key);

    private static OutputRecord Output(
        InputRecord record,
        string value,
        IReadOnlyList<KeyValuePair<string, byte[]>> headers
    ) => new(EngineRig.Output, record.Key, Encoding.UTF8.GetBytes(value), headers);

    private sealed class BrokenHeaders : IReadOnlyList<KeyValuePair<string, byte[]>>
    {
        public int Count => 1;

        public KeyValuePair<string, byte[]> this[int index] => throw new ArgumentOutOfRangeException(nameof(index));

        public IEnumerator<KeyValuePair<string, byte[]>> GetEnumerator() =>
            throw new InvalidOperationException("broken between two outputs");

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
