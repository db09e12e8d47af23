using Pipeline.Schemas.LogEvents;

namespace Pipeline.Producer.Okta;

/// <summary>One element of a page.</summary>
/// <param name="Bytes">Its exact bytes, in the page's memory: not to be used after the page is disposed.</param>
/// <param name="Head">What names the event, where it was seen at once; null says nothing.</param>
internal readonly record struct PageElement(ReadOnlyMemory<byte> Bytes, EventHead? Head = null);
