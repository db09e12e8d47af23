using Pipeline.Kafka;

namespace Pipeline.Processor.Reading;

/// <summary>A topic that cannot be read. The message is one sentence for people.</summary>
internal sealed class ReadException(string message, Exception? inner = null) : StoppedException(message, inner);
