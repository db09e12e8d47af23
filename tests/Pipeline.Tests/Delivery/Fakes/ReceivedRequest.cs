using System.IO.Compression;
using System.Text;

namespace Pipeline.Tests.Delivery.Fakes;

/// <summary>One request as the receiver saw it.</summary>
internal sealed record ReceivedRequest(byte[] Body, IReadOnlyDictionary<string, string> Headers)
{
    public byte[] Content
    {
        get
        {
            if (Headers.GetValueOrDefault("Content-Encoding") != "gzip")
            {
                return Body;
            }

            using var gzip = new GZipStream(new MemoryStream(Body), CompressionMode.Decompress);
            using var plain = new MemoryStream();
            gzip.CopyTo(plain);
            return plain.ToArray();
        }
    }

    public string Text => Encoding.UTF8.GetString(Content);

    public IReadOnlyList<string> Lines => Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public string Key => Headers["Idempotency-Key"];
}
