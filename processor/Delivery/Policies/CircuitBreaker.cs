namespace Pipeline.Processor.Delivery.Policies;

/// <summary>Stops the line where the endpoint is at fault, and probes slowly until it is not.</summary>
internal sealed class CircuitBreaker
{
    private static readonly TimeSpan FirstProbe = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan SlowestProbe = TimeSpan.FromMinutes(5);

    private TimeSpan _wait = FirstProbe;
    private volatile CircuitState _state = CircuitState.Closed;

    public CircuitState State => _state;

    /// <summary>The endpoint is at fault.</summary>
    /// <returns>How long to wait before the next probe: 30 s, doubling to 5 min.</returns>
    public TimeSpan Trip()
    {
        _state = CircuitState.Open;
        var wait = _wait;
        _wait = wait * 2 < SlowestProbe ? wait * 2 : SlowestProbe;
        return wait;
    }

    /// <summary>The wait is over.</summary>
    public void Probe()
    {
        if (_state == CircuitState.Open)
        {
            _state = CircuitState.HalfOpen;
        }
    }

    /// <summary>The endpoint took something.</summary>
    /// <returns>Whether it had been at fault.</returns>
    public bool Reset()
    {
        var wasOpen = _state != CircuitState.Closed;
        _state = CircuitState.Closed;
        _wait = FirstProbe;
        return wasOpen;
    }
}
