using System.Collections;

namespace Pipeline.Chaos.Counting;

/// <summary>
/// No headers, or an exception when the engine reads them: outside every step, in the middle of a record.
/// </summary>
internal sealed class BreakingHeaders(bool breaks) : IReadOnlyList<KeyValuePair<string, byte[]>>
{
    public int Count => breaks ? 1 : 0;

    public KeyValuePair<string, byte[]> this[int index] => throw new ArgumentOutOfRangeException(nameof(index));

    public IEnumerator<KeyValuePair<string, byte[]>> GetEnumerator() =>
        breaks
            ? throw new InvalidOperationException("The schedule asked for an exception between two outputs.")
            : Enumerable.Empty<KeyValuePair<string, byte[]>>().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
