using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Confluent.Kafka;

namespace Pipeline.Processor.Reading;

/// <summary>Writes records to a stream, one JSON object a line.</summary>
internal sealed class RecordWriter(Stream output, RecordJson record) : IRecordSink, IDisposable
{
    private const int FlushAt = 64 << 10;

    private readonly ArrayBufferWriter<byte> _buffer = new(FlushAt);

    // Text for people and for jq, not for a web page: quotes and umlauts stay as they are.
    private readonly JsonWriterOptions _options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Records written.</summary>
    public long Count { get; private set; }

    public void Write(ConsumeResult<byte[], byte[]> result)
    {
        using (var json = new Utf8JsonWriter(_buffer, _options))
        {
            record.Write(json, result);
        }

        _buffer.Write("\n"u8);
        Count++;
        if (_buffer.WrittenCount >= FlushAt)
        {
            Flush();
        }
    }

    /// <summary>Hands on what was written, so that whoever reads along sees it.</summary>
    public void Flush()
    {
        output.Write(_buffer.WrittenSpan);
        output.Flush();
        _buffer.ResetWrittenCount();
    }

    public void Dispose() => output.Dispose();
}
