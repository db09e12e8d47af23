using Pipeline.Kafka;

namespace Pipeline.Processor.EventFiles;

/// <summary>An event file that cannot be read, or not to its end. The message is one sentence for people.</summary>
internal sealed class EventFileException(string message, Exception? inner = null) : StoppedException(message, inner);
