using Pipeline.Processor.Steps;
using Streamiz.Kafka.Net;
using Streamiz.Kafka.Net.Processors;
using Streamiz.Kafka.Net.State;

namespace Pipeline.Processor.Streams;

/// <summary>
/// A <see cref="StateStore"/> as Streamiz sees it: restored from its changelog, and flushed to it inside the
/// transaction with one record for each key that changed since the last commit.
/// </summary>
/// <remarks>
/// Writing to the changelog goes through an inner store of Streamiz' own (<see cref="Log"/>), the only public way to
/// it; its bottom is <see cref="ChangelogPort"/>, where records of a restore arrive.
/// </remarks>
/// <param name="broken">Told partition and offset of the record whose value cannot be written.</param>
internal sealed class DirtyStore(string name, StateEntryCodec codec, EngineGuards guards, Action<int, long> broken)
    : IStateStore
{
    private int _partition;
    private bool _flushing;

    public StateStore State { get; } = new(codec);

    /// <summary>The inner store; set once by the builder.</summary>
    public IKeyValueStore<byte[], byte[]> Log { get; set; } = null!;

    public string Name => name;

    public bool Persistent => false;

    public bool IsLocally => true;

    public bool IsOpen { get; private set; }

    public void Init(ProcessorContext context, IStateStore root)
    {
        State.Clear();
        Log.Init(context, this);
        _partition = context.Id.Partition;
        IsOpen = true;
    }

    /// <summary>Streamiz flushes before each commit; nothing is dirty when it flushes again after it.</summary>
    public void Flush()
    {
        if (!State.IsDirty)
        {
            return;
        }

        _flushing = true;
        try
        {
            State.Flush(Write);
        }
        finally
        {
            _flushing = false;
        }
    }

    private int Write(string key, StateEntry? entry)
    {
        if (entry is not null)
        {
            try
            {
                var value = codec.Write(key, entry);
                Log.Put(StateEntryCodec.Key(key), value);
                return value.Length;
            }
            catch (Exception e)
            {
                broken(_partition, entry.Offset);
                throw new EngineBrokenException($"The state of {key} cannot be written: {e.Message}", e);
            }
        }

        if (guards.WriteTombstones)
        {
            Log.Put(StateEntryCodec.Key(key), null!);
        }

        return 0;
    }

    public void Close()
    {
        IsOpen = false;
        State.Clear();
        Log.Close();
    }

    /// <summary>
    /// A record reached the bottom: one of a restore is taken; our own passes through and is known already.
    /// </summary>
    public void Arrived(byte[] key, byte[]? value)
    {
        if (!_flushing)
        {
            var text = StateEntryCodec.Key(key);
            State.Restore(text, value is null ? null : codec.ReadHead(text, value), value?.Length ?? 0);
        }
    }
}
