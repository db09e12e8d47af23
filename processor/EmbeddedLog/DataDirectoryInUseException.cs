using Pipeline.Kafka;

namespace Pipeline.Processor.Embedded;

/// <summary>Another process owns the data directory. The message is one sentence: which one and what to do.</summary>
public sealed class DataDirectoryInUseException(string directory, Exception? inner = null)
    : StoppedException(
        $"The data directory {directory} is in use by another process: stop that process, or choose another directory.",
        inner
    );
