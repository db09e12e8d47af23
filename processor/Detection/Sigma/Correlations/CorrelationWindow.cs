namespace Pipeline.Processor.Detection.Sigma.Correlations;

/// <summary>
/// The hits of a group in their order, each marked with whether its window satisfied the condition.
/// A hit changes the windows that end at it or within a timespan after it, and no other: only these are looked at
/// again.
/// </summary>
internal sealed class CorrelationWindow(SigmaCorrelation correlation, IReadOnlyList<WindowHit> hits)
{
    private readonly List<WindowHit> _hits = [.. hits];

    public IReadOnlyList<WindowHit> Hits => _hits;

    public int IndexOf(string uuid) => _hits.FindIndex(x => x.Uuid == uuid);

    public void Add(WindowHit hit)
    {
        var index = _hits.Count;
        while (index > 0 && HitOrder.Compare(_hits[index - 1], hit) > 0)
        {
            index--;
        }

        _hits.Insert(index, hit);
        Mark(index, hit.Time);
    }

    public void RemoveAt(int index)
    {
        var time = _hits[index].Time;
        _hits.RemoveAt(index);
        Mark(index, time);
    }

    /// <summary>First hit of the window that ends at a hit.</summary>
    public static int Start(IReadOnlyList<WindowHit> hits, int last, TimeSpan timespan)
    {
        var from = hits[last].Time - timespan;
        var (low, high) = (0, last);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = hits[middle].Time < from ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private void Mark(int from, DateTimeOffset changed)
    {
        for (var i = from; i < _hits.Count && _hits[i].Time - changed <= correlation.Timespan; i++)
        {
            var fired = WindowMeasure.Holds(correlation, _hits, Start(_hits, i, correlation.Timespan), i);
            if (fired != _hits[i].Fired)
            {
                _hits[i] = _hits[i] with { Fired = fired };
            }
        }
    }
}
