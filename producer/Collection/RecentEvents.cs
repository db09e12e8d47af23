namespace Pipeline.Producer.Collection;

/// <summary>
/// Ids of a tenant's events that raw got last. Nobody promises that a page holds nothing of the pages before it, so
/// what polling serves again within so many events is left out. Bounded: the oldest goes when a new one comes.
/// </summary>
internal sealed class RecentEvents(int capacity = RecentEvents.Capacity)
{
    /// <summary>Four pages of the largest size; some 200 KB a tenant.</summary>
    public const int Capacity = 4096;

    private readonly HashSet<UInt128> _ids = [];
    private readonly Queue<UInt128> _order = new();
    private readonly HashSet<UInt128> _open = [];

    /// <summary>Whether raw has it, or will when the transaction that is open commits.</summary>
    public bool Contains(UInt128 id) => _ids.Contains(id) || _open.Contains(id);

    /// <summary>A transaction begins: what one before wrote and did not commit is not in raw.</summary>
    public void Begin() => _open.Clear();

    /// <summary>The open transaction has written this.</summary>
    public void Wrote(IReadOnlyList<WrittenElement> elements)
    {
        foreach (var element in elements.Where(x => x.IsEvent))
        {
            _open.Add(element.Id);
        }
    }

    /// <summary>What the open transaction wrote is in raw.</summary>
    public void Commit()
    {
        foreach (var id in _open)
        {
            Add(id);
        }

        _open.Clear();
    }

    /// <summary>Raw has this event.</summary>
    public void Add(UInt128 id)
    {
        if (!_ids.Add(id))
        {
            return;
        }

        _order.Enqueue(id);
        if (_order.Count > capacity)
        {
            _ids.Remove(_order.Dequeue());
        }
    }
}
