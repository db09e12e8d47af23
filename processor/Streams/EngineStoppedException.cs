using Pipeline.Kafka;

namespace Pipeline.Processor.Streams;

/// <summary>
/// An engine gave up: the message says what happened, where, and what to do. The process ends with it.
/// </summary>
internal sealed class EngineStoppedException(string message, Exception? inner = null)
    : StoppedException(message, inner);
