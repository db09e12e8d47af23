namespace Pipeline.Processor.Steps;

/// <summary>
/// Writes and reads one kind of state value compactly: for what is kept of millions of keys, or rewritten with each
/// event. Its JSON is what people are shown, and what older versions wrote.
/// </summary>
internal interface ICompactStateCodec : IStateCodec
{
    /// <summary>Version of the compact form; raised when an older form would be misread.</summary>
    int CompactVersion { get; }

    void Write(StateWriter writer, object value);

    /// <exception cref="UnreadableStateException">The bytes are no such value.</exception>
    object Read(StateReader reader);
}
