namespace Pipeline.Kafka;

/// <summary>
/// The configuration cannot work. The message is one sentence that names the key and the fix; start-up prints it and
/// ends with exit code 2.
/// </summary>
public sealed class ConfigurationException(string message, Exception? inner = null) : Exception(message, inner);
