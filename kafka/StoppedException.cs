namespace Pipeline.Kafka;

/// <summary>A part of the program gave up. The message says what happened, where, and what to do.</summary>
public class StoppedException(string message, Exception? inner = null) : Exception(message, inner);
