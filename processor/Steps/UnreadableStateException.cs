namespace Pipeline.Processor.Steps;

/// <summary>A changelog holds state that this version cannot read; the engine stops with this sentence.</summary>
internal sealed class UnreadableStateException(string message, Exception? inner = null) : Exception(message, inner);
