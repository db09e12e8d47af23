using System.Text;
using Pipeline.Producer.Okta;
using Pipeline.Schemas.LogEvents;

namespace Pipeline.Producer.Collection;

/// <summary>An element of a page that is an event, with the fields that name it in UTF-8.</summary>
/// <param name="uuid">uuid.</param>
/// <param name="eventType">eventType.</param>
/// <param name="time">published in Okta's form, with milliseconds.</param>
/// <param name="published">published.</param>
internal readonly ref struct NamedEvent(
    ReadOnlySpan<byte> uuid,
    ReadOnlySpan<byte> eventType,
    ReadOnlySpan<byte> time,
    DateTimeOffset published
)
{
    /// <summary>
    /// Largest uuid or eventType: a record repeats both in fields and headers and a checkpoint holds a uuid, so they
    /// must fit beside an event of the largest size. Okta's have 36 bytes, and 255 at most.
    /// </summary>
    private const int MaxName = 4096;

    public ReadOnlySpan<byte> Uuid { get; } = uuid;

    public ReadOnlySpan<byte> EventType { get; } = eventType;

    public ReadOnlySpan<byte> Time { get; } = time;

    public DateTimeOffset Published { get; } = published;

    /// <summary>Reads an element: its head where it has one, else the whole text as everybody reads it.</summary>
    /// <param name="element">The element.</param>
    /// <param name="named">The event.</param>
    /// <param name="defect">Why it is no event, or null.</param>
    public static bool TryRead(PageElement element, out NamedEvent named, out EventDefect? defect)
    {
        if (element.Head is { } head)
        {
            var text = element.Bytes.Span;
            named = new(text[head.Uuid], text[head.EventType], text[head.PublishedText], head.Published);
            defect = named.Outgrown();
            return defect is null;
        }

        if (!EventView.TryParse(element.Bytes, out var view, out defect))
        {
            named = default;
            return false;
        }

        using (view)
        {
            named = new(Bytes(view!.Uuid), Bytes(view.EventType), Bytes(OktaTime.Text(view.Published)), view.Published);
            defect = named.Outgrown();
            return defect is null;
        }
    }

    private EventDefect? Outgrown() =>
        Uuid.Length > MaxName ? TooLarge("uuid", Uuid.Length)
        : EventType.Length > MaxName ? TooLarge("eventType", EventType.Length)
        : null;

    private static EventDefect TooLarge(string field, int bytes) =>
        new("too_large", $"{field} has {bytes} bytes, more than the {MaxName} a record has room for.");

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
