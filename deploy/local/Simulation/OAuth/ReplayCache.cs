namespace Pipeline.Local.Simulation.OAuth;

/// <summary>Remembers which jti were used. Safe for threads.</summary>
internal sealed class ReplayCache
{
    /// <summary>A proof is used per request: at 100 requests a second this is more than a quarter of an hour.</summary>
    private const int Kept = 100_000;

    private readonly Lock _lock = new();
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    /// <summary>False where it was used before.</summary>
    public bool Use(string jti)
    {
        lock (_lock)
        {
            if (!_used.Add(jti))
            {
                return false;
            }

            _order.Enqueue(jti);
            if (_order.Count > Kept)
            {
                _used.Remove(_order.Dequeue());
            }

            return true;
        }
    }
}
