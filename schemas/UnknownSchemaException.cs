namespace Pipeline.Schemas;

/// <summary>A schema or schema id that neither the registry nor the committed schemas know.</summary>
public sealed class UnknownSchemaException(string message, Exception? inner = null) : Exception(message, inner);
