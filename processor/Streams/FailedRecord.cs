namespace Pipeline.Processor.Streams;

/// <summary>The record at which an engine last broke, so that a loop at one offset is told from bad luck.</summary>
internal sealed class FailedRecord
{
    private readonly Lock _lock = new();
    private (string Topic, int Partition, long Offset)? _place;
    private string? _error;

    public void At(string topic, int partition, long offset, Exception error)
    {
        lock (_lock)
        {
            _place = (topic, partition, offset);
            _error = error.Message;
        }
    }

    /// <summary>Where the engine last broke while it processed a record, and why; null where it broke elsewhere.</summary>
    public string? Take()
    {
        lock (_lock)
        {
            var text = _place is { } p ? $"{p.Topic}/{p.Partition}/{p.Offset}: {_error}" : null;
            _place = null;
            return text;
        }
    }
}
