namespace Pipeline.Producer.Collection;

/// <summary>
/// A tenant's events that raw got last. Nobody promises that a page holds nothing of the pages before it, so what
/// polling serves again within so many events is left out. Bounded: the oldest goes when a new one comes.
/// </summary>
/// <remarks>An event is its uuid and its time: the same uuid at another time is published, not lost.</remarks>
internal sealed class RecentEvents(int capacity = RecentEvents.Capacity)
{
    /// <summary>Four pages of the largest size; some 400 KB a tenant.</summary>
    public const int Capacity = 4096;

    private readonly HashSet<WrittenElement> _events = [];
    private readonly Queue<WrittenElement> _order = new();
    private readonly HashSet<WrittenElement> _open = [];

    /// <summary>Whether raw has it, or will when the transaction that is open commits.</summary>
    public bool Contains(WrittenElement element) => _events.Contains(element) || _open.Contains(element);

    /// <summary>A transaction begins: what one before wrote and did not commit is not in raw.</summary>
    public void Begin() => _open.Clear();

    /// <summary>The open transaction has written this.</summary>
    public void Wrote(IReadOnlyList<WrittenElement> elements) => _open.UnionWith(elements.Where(x => x.IsEvent));

    /// <summary>What the open transaction wrote is in raw.</summary>
    public void Commit()
    {
        Add(_open);
        _open.Clear();
    }

    /// <summary>Raw has these; dead letters among them do not count.</summary>
    public void Add(IEnumerable<WrittenElement> elements)
    {
        foreach (var element in elements.Where(x => x.IsEvent))
        {
            if (_events.Add(element))
            {
                _order.Enqueue(element);
            }

            if (_order.Count > capacity)
            {
                _events.Remove(_order.Dequeue());
            }
        }
    }
}
