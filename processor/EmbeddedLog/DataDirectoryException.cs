using Pipeline.Kafka;

namespace Pipeline.Processor.Embedded;

/// <summary>The data directory cannot be used. The message is one sentence: which one, why, and what to do.</summary>
public sealed class DataDirectoryException(string message, Exception? inner = null) : StoppedException(message, inner);
