using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Pipeline.Processor.Detection.Timelines;

/// <summary>
/// A map of few texts in the order they were added, kept for each of a million entities: a list of pairs takes a
/// quarter of what a dictionary does. Immutable.
/// </summary>
internal sealed class SmallMap<T>(KeyValuePair<string, T>[] items) : IReadOnlyDictionary<string, T>
{
    /// <summary>Beyond this a dictionary finds things faster.</summary>
    public const int Max = 8;

    public int Count => items.Length;

    public IEnumerable<string> Keys => items.Select(x => x.Key);

    public IEnumerable<T> Values => items.Select(x => x.Value);

    public T this[string key] => TryGetValue(key, out var value) ? value : throw new KeyNotFoundException(key);

    /// <summary>A map of pairs with distinct keys, in their order.</summary>
    public static IReadOnlyDictionary<string, T> Of(KeyValuePair<string, T>[] items) =>
        items.Length <= Max ? new SmallMap<T>(items) : new Dictionary<string, T>(items, StringComparer.Ordinal);

    public bool ContainsKey(string key) => TryGetValue(key, out _);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out T value)
    {
        foreach (var item in items)
        {
            if (item.Key == key)
            {
                value = item.Value;
                return true;
            }
        }

        value = default;
        return false;
    }

    public IEnumerator<KeyValuePair<string, T>> GetEnumerator() =>
        ((IEnumerable<KeyValuePair<string, T>>)items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
