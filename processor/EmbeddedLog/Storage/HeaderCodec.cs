using System.Text;
using Confluent.Kafka;

namespace Pipeline.Processor.Embedded.Storage;

/// <summary>
/// Headers as one blob: for each its name and value, both with their length before them; length 0 is null.
/// </summary>
internal static class HeaderCodec
{
    public static byte[]? Encode(Headers? headers)
    {
        if (headers is null || headers.Count == 0)
        {
            return null;
        }

        var stream = new MemoryStream(128);
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        foreach (var header in headers.BackingList)
        {
            writer.Write(header.Key);
            var value = header.GetValueBytes();
            writer.Write7BitEncodedInt(value is null ? 0 : value.Length + 1);
            if (value is not null)
            {
                writer.Write(value);
            }
        }

        return stream.ToArray();
    }

    public static Headers Decode(byte[]? blob)
    {
        var headers = new Headers();
        if (blob is null)
        {
            return headers;
        }

        using var reader = new BinaryReader(new MemoryStream(blob), Encoding.UTF8);
        while (reader.BaseStream.Position < blob.Length)
        {
            var name = reader.ReadString();
            var length = reader.Read7BitEncodedInt();
            headers.Add(name, length == 0 ? null : reader.ReadBytes(length - 1));
        }

        return headers;
    }
}
