namespace Pipeline.Schemas;

/// <summary>A record value that is no Avro value in the wire format: poison, never retried.</summary>
public sealed class MalformedRecordException(string message, Exception? inner = null) : Exception(message, inner);
