namespace Pipeline.Processor.Embedded.Storage;

/// <summary>What the clients of one open log share.</summary>
internal sealed class LogSession(
    LogFile file,
    LogCatalogue catalogue,
    ILogSignal signal,
    GroupOffsets offsets,
    TimeProvider time,
    EmbeddedLogOptions options,
    LogOwner? owner = null
)
{
    private long _clients;

    public LogFile File { get; } = file;

    public LogCatalogue Catalogue { get; } = catalogue;

    public ILogSignal Signal { get; } = signal;

    public GroupOffsets Offsets { get; } = offsets;

    public TimeProvider Time { get; } = time;

    public EmbeddedLogOptions Options { get; } = options;

    /// <summary>What only the owner of the directory can do; null in a process that reads.</summary>
    public LogOwner? Owner { get; } = owner;

    /// <exception cref="NotSupportedException">This process only reads.</exception>
    public LogOwner Require() =>
        Owner
        ?? throw new NotSupportedException(
            $"The log in {File.Directory} is open for reading only: this needs the process that owns the directory."
        );

    /// <summary>Looks at the file in a process that only reads; the owner knows already.</summary>
    public void Refresh() => Signal.Wait(Signal.Version, TimeSpan.Zero, CancellationToken.None);

    /// <summary>A name no other client of this log has.</summary>
    public string NameClient(string? clientId, string role) =>
        $"{(string.IsNullOrEmpty(clientId) ? "embedded" : clientId)}-{role}-{Interlocked.Increment(ref _clients):D4}";
}
