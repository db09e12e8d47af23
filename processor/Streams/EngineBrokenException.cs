namespace Pipeline.Processor.Streams;

/// <summary>
/// The engine cannot go on with what it has in memory. Deliberately no <c>KafkaException</c>: Streamiz would wrap or
/// "recover" one, and its recovery commits (see docs/engine.md, N1 and N3).
/// </summary>
internal sealed class EngineBrokenException(string message, Exception? inner = null) : Exception(message, inner);
