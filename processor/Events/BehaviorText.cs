namespace Pipeline.Processor.Events;

/// <summary>
/// Reads <c>debugData.behaviors</c>: <c>{New IP=POSITIVE, New Device=NEGATIVE}</c>, a Java map as text.
/// </summary>
internal static class BehaviorText
{
    public static void Read(string text, Dictionary<string, string> behaviors)
    {
        foreach (var part in text.Trim().TrimStart('{').TrimEnd('}').Split(','))
        {
            var split = part.LastIndexOf('=');
            if (split > 0 && split < part.Length - 1)
            {
                behaviors[part[..split].Trim()] = part[(split + 1)..].Trim().ToUpperInvariant();
            }
        }
    }
}
