using System.Text;
using Confluent.Kafka;
using Pipeline.Kafka;
using Pipeline.Processor.EventFiles;
using Pipeline.Schemas;

namespace Pipeline.Local.Pipeline;

/// <summary>
/// Lines of an events file that no org could serve: they go to the dead letters with their bytes and reason.
/// </summary>
internal static class RejectedLines
{
    /// <summary>Finds the bytes of the lines that the reader refused.</summary>
    public static async Task<IReadOnlyList<RejectedLine>> ReadAsync(string file, IReadOnlyList<RejectedText> texts)
    {
        if (texts.Count == 0)
        {
            return [];
        }

        await using var raw = EventFileStream.Open(file);
        await using var text = await EventFileStream.DecodeAsync(raw, CancellationToken.None);
        using var bytes = new MemoryStream();
        await text.CopyToAsync(bytes);
        var lines = new List<byte[]>();
        foreach (var range in bytes.ToArray().AsSpan().Split((byte)'\n'))
        {
            lines.Add(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)[range].TrimEnd((byte)'\r').ToArray());
        }

        return
        [
            .. texts.Select(x => new RejectedLine(
                x.Line,
                x.Reason,
                x.Message,
                x.Line <= lines.Count ? lines[x.Line - 1] : []
            )),
        ];
    }

    public static async Task DeadLetterAsync(IKafkaClients log, string tenant, IReadOnlyList<RejectedLine> lines)
    {
        if (lines.Count == 0)
        {
            return;
        }

        using var producer = log.CreateProducer(new ProducerConfig());
        foreach (var line in lines)
        {
            await producer.ProduceAsync(
                Topics.DeadLetters(Topics.Raw),
                new Message<byte[], byte[]>
                {
                    Key = Encoding.UTF8.GetBytes(Keys.Tenant(tenant)),
                    Value = line.Bytes,
                    Headers =
                    [
                        new Header(HeaderNames.ErrorReason, Encoding.UTF8.GetBytes(line.Reason)),
                        new Header(HeaderNames.ErrorMessage, Encoding.UTF8.GetBytes(line.Message)),
                        new Header(HeaderNames.ErrorStage, "events-file"u8.ToArray()),
                        new Header("source.line", Encoding.UTF8.GetBytes($"{line.Line}")),
                    ],
                }
            );
        }
    }
}
