namespace Pipeline.Local.Simulation.Storage;

/// <summary>How often each event was served, and in which request first. Safe for threads.</summary>
internal sealed class ServedCounts
{
    private readonly Lock _lock = new();
    private int[] _counts = [];
    private long[] _first = [];
    private long _distinct;
    private long _total;

    /// <summary>Notes a page whose last byte was handed to the connection.</summary>
    public void Served(IReadOnlyList<int> positions, long request)
    {
        lock (_lock)
        {
            foreach (var position in positions)
            {
                if (position >= _counts.Length)
                {
                    var size = Math.Max(position + 1, Math.Max(1024, _counts.Length * 2));
                    Array.Resize(ref _counts, size);
                    Array.Resize(ref _first, size);
                }

                _total++;
                if (_counts[position]++ == 0)
                {
                    _distinct++;
                    _first[position] = request;
                }
            }
        }
    }

    public (long Distinct, long Total) Totals()
    {
        lock (_lock)
        {
            return (_distinct, _total);
        }
    }

    public (int Count, long? FirstRequest) Of(int position)
    {
        lock (_lock)
        {
            return position < _counts.Length && _counts[position] > 0
                ? (_counts[position], _first[position])
                : (0, null);
        }
    }
}
