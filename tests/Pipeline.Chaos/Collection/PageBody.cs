using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Pipeline.Chaos.Collection;

/// <summary>The body of a page, and the ways in which it may fail to arrive.</summary>
internal sealed class PageBody(Random random)
{
    public async Task WriteAsync(HttpContext http, OrgFault fault, IReadOnlyList<LedgerEvent> page)
    {
        var body = Text(page);
        http.Response.ContentType = "application/json";
        var gzip = http.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.Ordinal);
        if (gzip && (fault == OrgFault.CutGzip || random.Next(3) != 0))
        {
            body = Gzip(body);
            http.Response.Headers.ContentEncoding = "gzip";
        }

        await WriteAsync(http, fault, body);
    }

    private byte[] Text(IReadOnlyList<LedgerEvent> page)
    {
        var space = random.Next(4) == 0 ? " \r\n\t" : "";
        using var stream = new MemoryStream();
        stream.Write(Encoding.UTF8.GetBytes("[" + space));
        for (var i = 0; i < page.Count; i++)
        {
            stream.Write(i == 0 ? [] : Encoding.UTF8.GetBytes(space + "," + space));
            stream.Write(page[i].Bytes);
        }

        stream.Write(Encoding.UTF8.GetBytes(space + "]"));
        return stream.ToArray();
    }

    private async Task WriteAsync(HttpContext http, OrgFault fault, byte[] body)
    {
        var stop = http.RequestAborted;
        var part = body.AsMemory(0, random.Next(body.Length));
        switch (fault)
        {
            case OrgFault.ResetInBody or OrgFault.ShortOfItsLength:
                http.Response.ContentLength = body.Length;
                await http.Response.Body.WriteAsync(part, stop);
                await http.Response.Body.FlushAsync(stop);
                http.Abort();
                break;
            case OrgFault.CutChunks:
                await http.Response.Body.WriteAsync(part, stop);
                await http.Response.Body.FlushAsync(stop);
                http.Abort();
                break;
            case OrgFault.CutGzip or OrgFault.UnterminatedArray:
                // Ends in order, and yet it is only a part.
                await http.Response.Body.WriteAsync(part, stop);
                break;
            case OrgFault.Drip:
                for (var i = 0; i < 10; i++)
                {
                    var from = body.Length * i / 10;
                    await http.Response.Body.WriteAsync(body.AsMemory(from, (body.Length * (i + 1) / 10) - from), stop);
                    await http.Response.Body.FlushAsync(stop);
                    await Task.Delay(TimeSpan.FromMilliseconds(random.Next(300)), TimeProvider.System, stop);
                }

                break;
            case OrgFault.SlowStart:
                await Task.Delay(TimeSpan.FromSeconds(random.Next(1, 8)), TimeProvider.System, stop);
                await http.Response.Body.WriteAsync(body, stop);
                break;
            default:
                await http.Response.Body.WriteAsync(body, stop);
                break;
        }
    }

    private static byte[] Gzip(byte[] body)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Fastest))
        {
            gzip.Write(body);
        }

        return stream.ToArray();
    }
}
