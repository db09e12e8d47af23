namespace Pipeline.Local.Simulation.Storage;

/// <summary>The positions of the log ordered by published, built when first asked for. Not safe for threads.</summary>
internal sealed class PublishedOrder
{
    // Events arrive nearly in order, so that an insertion moves few.
    private readonly List<PublishedPlace> _places = [];

    public void CatchUp(int count, Func<int, long> publishedMs)
    {
        for (var position = _places.Count; position < count; position++)
        {
            var place = new PublishedPlace(publishedMs(position), position);
            if (_places.Count == 0 || _places[^1] < place)
            {
                _places.Add(place);
            }
            else
            {
                _places.Insert(~_places.BinarySearch(place), place);
            }
        }
    }

    public List<int> Range(long sinceMs, long untilMs, bool descending, PublishedPlace? after, int limit)
    {
        var from = At(new PublishedPlace(sinceMs, -1));
        var to = At(new PublishedPlace(untilMs, -1));
        if (after is { } place)
        {
            (from, to) = descending ? (from, Math.Min(to, At(place))) : (Math.Max(from, At(place) + 1), to);
        }

        var count = Math.Clamp(to - from, 0, limit);
        var positions = new List<int>(count);
        for (var i = 0; i < count; i++)
        {
            positions.Add(_places[descending ? to - 1 - i : from + i].Position);
        }

        return positions;
    }

    private int At(PublishedPlace place)
    {
        var index = _places.BinarySearch(place);
        return index < 0 ? ~index : index;
    }
}
