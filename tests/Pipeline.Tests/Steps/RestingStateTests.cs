using Pipeline.Processor.Steps;

namespace Pipeline.Tests.Steps;

/// <summary>Values that nobody asks for become bytes, and nobody can tell.</summary>
public sealed class RestingStateTests
{
    private readonly StateStore _store = new(new StateEntryCodec(new CountCodecs()), awake: 1);
    private long _offset;

    [Fact]
    public void What_two_turns_did_not_use_rests_and_wakes_as_it_was()
    {
        var due = DateTimeOffset.UnixEpoch.AddTicks(3);
        Put("a", 1, due);
        Put("b", 2);
        Flush();
        Assert.Equal(["a", "b"], Awake("a", "b"));
        Put("c", 3);
        Put("d", 4);
        Flush();
        Assert.Equal(["c", "d"], Awake("a", "b", "c", "d"));

        Assert.Equal("a", _store.NextDue("acme", due));
        var entry = _store.Get("a")!;
        Assert.Equal((new Count(1), "acme", due, 1), ((Count)entry.Value, entry.Tenant, entry.Timer, entry.Offset));
        Assert.Equal(["a", "c", "d"], Awake("a", "b", "c", "d"));
        Assert.False(_store.IsDirty);
    }

    [Fact]
    public void What_is_used_in_every_turn_stays_at_hand()
    {
        for (var turn = 0; turn < 10; turn++)
        {
            Put($"other{turn}", turn);
            Put("a", turn);
            Flush();
            Assert.Equal(["a"], Awake("a"));
        }

        Assert.Equal(["other9"], Awake([.. Enumerable.Range(0, 10).Select(x => $"other{x}")]));
    }

    [Fact]
    public void A_rollback_may_bring_back_a_resting_value_which_wakes_when_asked_for()
    {
        Put("a", 1);
        Put("b", 2);
        Flush();
        Put("c", 3);
        Put("d", 4);
        Flush();
        _store.Begin();
        _store.Put("a", new StateEntry(new Count(9), "acme", null, ++_offset));
        _store.Rollback();
        Assert.Empty(Awake("a"));
        Assert.True(_store.IsDirty);
        var written = 0;
        _store.Flush(
            (key, entry) =>
            {
                Assert.Equal("a", key);
                written++;
                return new StateEntryCodec(new CountCodecs()).Write(key, entry!).Length;
            }
        );
        Assert.Equal(1, written);
        Assert.Equal(new Count(1), _store.Get("a")!.Value);
    }

    [Fact]
    public void Bytes_and_keys_are_the_same_whether_values_rest()
    {
        for (var i = 0; i < 20; i++)
        {
            Put($"k{i}", i);
            Flush();
        }

        Assert.Equal(20, _store.Count);
        Assert.Equal(20 * 10, _store.Bytes);
        foreach (var i in Enumerable.Range(0, 20))
        {
            Assert.Equal(new Count(i), _store.Get($"k{i}")!.Value);
        }

        Assert.Equal(20 * 10, _store.Bytes);
        _store.Clear();
        Assert.Equal((0, 0), (_store.Count, _store.Bytes));
    }

    private void Put(string key, int value, DateTimeOffset? timer = null)
    {
        _store.Begin();
        _store.Put(key, new StateEntry(new Count(value), "acme", timer, ++_offset));
    }

    /// <summary>A commit, and the next record.</summary>
    private void Flush()
    {
        _store.Flush((_, _) => 10);
        _store.Begin();
    }

    private IEnumerable<string> Awake(params string[] keys) => keys.Where(x => _store.IsAwake(x));
}
