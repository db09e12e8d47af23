namespace Pipeline.Processor.Embedded.Storage;

/// <summary>Tells blocked consumers that the log or a group changed.</summary>
internal interface ILogSignal
{
    /// <summary>Grows with every change.</summary>
    long Version { get; }

    /// <summary>Waits until <see cref="Version"/> is no longer <paramref name="seen"/>, or the time is over.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    void Wait(long seen, TimeSpan timeout, CancellationToken cancellation);
}
