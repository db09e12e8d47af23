using System.Net;

namespace Pipeline.Tests.Producer;

/// <summary>A body that arrives when something has happened.</summary>
internal sealed class LateContent(HttpContent inner, Task until) : HttpContent
{
    protected override async Task<Stream> CreateContentReadStreamAsync()
    {
        await until;
        return await inner.ReadAsStreamAsync();
    }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await until;
        await inner.CopyToAsync(stream);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
