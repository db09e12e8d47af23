using System.Text;
using Pipeline.Producer.Okta;

namespace Pipeline.Producer.Collection;

/// <summary>Whether a page read again is still the page that was published in part.</summary>
internal static class Reread
{
    /// <summary>
    /// Okta only appends to a page, so its first elements must be those published: as many, ending with the same event.
    /// </summary>
    public static bool Matches(IReadOnlyList<PageElement> elements, Position position)
    {
        if (position.PageElements == 0 || position.LastEventId is null)
        {
            return true;
        }

        if (elements.Count < position.PageElements)
        {
            // Fewer than before: nothing is new, and nothing is skipped that should not be.
            return elements.Count == 0;
        }

        for (var i = position.PageElements - 1; i >= 0; i--)
        {
            if (NamedEvent.TryRead(elements[i], out var named, out _))
            {
                return Encoding.UTF8.GetString(named.Uuid) == position.LastEventId;
            }
        }

        return true;
    }
}
