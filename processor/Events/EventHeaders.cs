using System.Text;
using Pipeline.Schemas;

namespace Pipeline.Processor.Events;

/// <summary>
/// Headers of derived records: those of the source (event, trace, replay), with who wrote this record.
/// </summary>
internal static class EventHeaders
{
    private static readonly byte[] Writer = Encoding.UTF8.GetBytes(
        "okta-processor/" + typeof(EventHeaders).Assembly.GetName().Version!.ToString(3)
    );

    public static IReadOnlyList<KeyValuePair<string, byte[]>> Derive(IReadOnlyList<KeyValuePair<string, byte[]>> source)
    {
        var headers = new KeyValuePair<string, byte[]>[source.Count + 1];
        var count = 0;
        foreach (var header in source)
        {
            if (header.Key is not HeaderNames.Producer)
            {
                headers[count++] = header;
            }
        }

        headers[count++] = new(HeaderNames.Producer, Writer);
        return count == headers.Length ? headers : headers[..count];
    }

    /// <summary>Headers of a record that stands for something else than its source event, e.g. an alert.</summary>
    public static IReadOnlyList<KeyValuePair<string, byte[]>> Derive(
        IReadOnlyList<KeyValuePair<string, byte[]>> source,
        string id,
        string type
    )
    {
        var headers = new List<KeyValuePair<string, byte[]>>(source.Count + 3);
        headers.AddRange(
            source.Where(x => x.Key is not (HeaderNames.EventId or HeaderNames.EventType or HeaderNames.Producer))
        );
        headers.Add(new(HeaderNames.EventId, Encoding.UTF8.GetBytes(id)));
        headers.Add(new(HeaderNames.EventType, Encoding.UTF8.GetBytes(type)));
        headers.Add(new(HeaderNames.Producer, Writer));
        return headers;
    }
}
