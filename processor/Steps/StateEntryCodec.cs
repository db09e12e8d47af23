using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Pipeline.Processor.Steps;

/// <summary>
/// A state entry in a changelog: <c>{"v":version,"offset":…,"tenant":"…","timer":ms,"state":{…}}</c> under the key's text.
/// JSON, so that kcat and every other Kafka tool shows the state.
/// </summary>
internal sealed class StateEntryCodec(IStateCodecs codecs)
{
    private readonly ArrayBufferWriter<byte> _buffer = new(4096);

    public static byte[] Key(string key) => Encoding.UTF8.GetBytes(key);

    public static string Key(byte[] key) => Encoding.UTF8.GetString(key);

    public byte[] Write(string key, StateEntry entry)
    {
        var codec = codecs.For(key);
        _buffer.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(_buffer, new JsonWriterOptions { SkipValidation = true }))
        {
            writer.WriteStartObject();
            writer.WriteNumber("v", codec.Version);
            writer.WriteNumber("offset", entry.Offset);
            writer.WriteString("tenant", entry.Tenant);
            if (entry.Timer is { } timer)
            {
                writer.WriteNumber("timer", timer.ToUnixTimeMilliseconds());
            }

            writer.WritePropertyName("state");
            codec.Write(writer, entry.Value);
            writer.WriteEndObject();
        }

        return _buffer.WrittenSpan.ToArray();
    }

    /// <exception cref="UnreadableStateException">The record is of another version, or no state entry at all.</exception>
    public StateEntry Read(string key, byte[] value)
    {
        try
        {
            using var document = JsonDocument.Parse(value);
            var root = document.RootElement;
            var state = codecs.For(key).Read(root.GetProperty("state"), root.GetProperty("v").GetInt32());
            DateTimeOffset? timer = root.TryGetProperty("timer", out var due)
                ? DateTimeOffset.FromUnixTimeMilliseconds(due.GetInt64())
                : null;
            var tenant = root.GetProperty("tenant").GetString()!;
            return new StateEntry(state, tenant, timer, root.GetProperty("offset").GetInt64());
        }
        catch (Exception e) when (e is not (UnreadableStateException or OutOfMemoryException))
        {
            // Whatever a codec or an upgrade trips over: state is read as it was meant, or the engine stops.
            throw new UnreadableStateException($"The changelog record of {key} is no state entry: {e.Message}", e);
        }
    }
}
