using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Pipeline.Processor.Delivery.Formats;
using Pipeline.Schemas;

namespace Pipeline.Processor.Delivery.Targets;

/// <summary>Lines made ready to send. Every try of them sends the bytes of one and the same payload.</summary>
internal sealed class Payload
{
    private byte[]? _body;

    private Payload(string sink, IReadOnlyList<DeliveryLine> lines)
    {
        Lines = lines;
        IsDocument = lines is [{ IsAlone: true }];
        Text = Join(lines);
        Source = SourceOf(lines);
        IdempotencyKey = KeyOf(sink, Source, Text);
    }

    /// <summary>The lines, in the order in which they were read.</summary>
    public IReadOnlyList<DeliveryLine> Lines { get; }

    /// <summary>Whether it is one JSON document, not lines.</summary>
    public bool IsDocument { get; }

    /// <summary>Every line with its line feed.</summary>
    public byte[] Text { get; }

    /// <summary>
    /// Where the records are in the log: <c>topic/partition/first-last</c>, a comma between partitions.
    /// </summary>
    public string Source { get; }

    /// <summary>The same for the same lines of the same sink, and for no others.</summary>
    public string IdempotencyKey { get; }

    /// <summary>The request body: one JSON document as it is, or lines in gzip.</summary>
    public byte[] Body => _body ??= IsDocument ? Lines[0].Bytes : Compress(Text);

    /// <summary>Trace of the record where it is a single one.</summary>
    public string? TraceParent =>
        Lines is [{ Source.Headers: var headers }]
        && headers.LastOrDefault(x => x.Key == HeaderNames.TraceParent).Value is { Length: 55 } value
        && Ascii.IsValid(value)
        && !value.AsSpan().ContainsAnyInRange<byte>(0, 0x1f)
            ? Encoding.ASCII.GetString(value)
            : null;

    /// <param name="sink">Role of the sink, part of the idempotency key.</param>
    /// <param name="lines">At least one; one that is alone only as the single one.</param>
    public static Payload Of(string sink, IReadOnlyList<DeliveryLine> lines) => new(sink, lines);

    private static byte[] Join(IReadOnlyList<DeliveryLine> lines)
    {
        var text = new byte[lines.Sum(x => x.Bytes.Length + 1)];
        var position = 0;
        foreach (var line in lines)
        {
            line.Bytes.CopyTo(text, position);
            position += line.Bytes.Length;
            text[position++] = (byte)'\n';
        }

        return text;
    }

    private static string SourceOf(IReadOnlyList<DeliveryLine> lines) =>
        string.Join(
            ",",
            lines
                .GroupBy(x => (x.Source.Topic, x.Source.Partition))
                .OrderBy(x => x.Key)
                .Select(x => $"{x.Key.Topic}/{x.Key.Partition}/{x.First().Source.Offset}-{x.Last().Source.Offset}")
        );

    private static string KeyOf(string sink, string source, byte[] text) =>
        Convert.ToHexStringLower(
            SHA256.HashData(
                Encoding.UTF8.GetBytes($"{sink}|{source}|{Convert.ToHexStringLower(SHA256.HashData(text))}")
            )
        );

    /// <summary>.NET leaves the time field of the gzip header zero, so the same lines give the same bytes.</summary>
    private static byte[] Compress(byte[] text)
    {
        using var buffer = new MemoryStream(text.Length / 4);
        using (var gzip = new GZipStream(buffer, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(text);
        }

        return buffer.ToArray();
    }
}
