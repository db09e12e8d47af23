using Pipeline.Processor.Steps;

namespace Pipeline.Tests.Steps;

public sealed class StateStoreTests
{
    private readonly StateStore _store = new();

    [Fact]
    public void A_flush_hands_over_each_changed_key_once_with_its_last_value_and_a_tombstone_for_a_deleted_one()
    {
        _store.Put("a", Entry(1));
        _store.Put("a", Entry(2));
        _store.Put("b", Entry(3));
        _store.Put("b", null);

        var written = Flush();
        Assert.Equal(2, ((Count)written["a"]!.Value).Value);
        Assert.Null(written["b"]);
        Assert.Equal(2, written.Count);
        Assert.Empty(Flush());
        Assert.False(_store.IsDirty);
    }

    [Fact]
    public void A_rollback_takes_back_values_and_timers_of_the_current_record_only()
    {
        var due = DateTimeOffset.UnixEpoch;
        _store.Begin();
        _store.Put("a", Entry(1, due));
        _store.Begin();
        _store.Put("a", Entry(2, due.AddHours(1)));
        _store.Put("b", Entry(3, due));
        _store.Put("b", null);
        _store.Rollback();

        Assert.Equal(1, ((Count)_store.Get("a")!.Value).Value);
        Assert.Null(_store.Get("b"));
        Assert.Equal("a", _store.NextDue("acme", due));
        Assert.Null(_store.NextDue("acme", due.AddTicks(-1)));
    }

    [Fact]
    public void What_a_restore_brings_is_not_written_again()
    {
        _store.Restore("a", Entry(1));
        Assert.False(_store.IsDirty);
        _store.Restore("a", null);
        Assert.Equal(0, _store.Count);
    }

    [Fact]
    public void Bytes_are_those_of_the_last_written_values()
    {
        _store.Put("a", Entry(1));
        _store.Put("b", Entry(1));
        Assert.Equal(0, _store.Bytes);
        Flush();
        Assert.Equal(20, _store.Bytes);

        _store.Begin();
        _store.Put("a", Entry(2));
        _store.Put("b", null);
        Assert.Equal(10, _store.Bytes);
        _store.Rollback();
        Assert.Equal(20, _store.Bytes);

        _store.Put("a", null);
        Flush();
        Assert.Equal(10, _store.Bytes);
        _store.Restore("b", Entry(3), 7);
        Assert.Equal(7, _store.Bytes);
        _store.Clear();
        Assert.Equal(0, _store.Bytes);
    }

    private static StateEntry Entry(int value, DateTimeOffset? timer = null) => new(new Count(value), "acme", timer, 0);

    private Dictionary<string, StateEntry?> Flush()
    {
        var written = new Dictionary<string, StateEntry?>(StringComparer.Ordinal);
        _store.Flush(
            (key, entry) =>
            {
                written.Add(key, entry);
                return entry is null ? 0 : 10;
            }
        );
        return written;
    }
}
