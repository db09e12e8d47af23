namespace Pipeline.Processor.Delivery.Policies;

/// <summary>State of a sink's circuit.</summary>
internal enum CircuitState
{
    /// <summary>Requests flow.</summary>
    Closed,

    /// <summary>The endpoint refuses everything: no request until the next probe.</summary>
    Open,

    /// <summary>One request, the same as before, tries whether the endpoint works again.</summary>
    HalfOpen,
}
