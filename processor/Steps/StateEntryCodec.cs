using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Pipeline.Processor.Steps;

/// <summary>
/// A state entry in a changelog, under the key's text. Most kinds are JSON, which every Kafka tool shows:
/// <c>{"v":version,"offset":…,"tenant":"…","timer":ms,"state":{…}}</c>. Kinds with many or often rewritten keys are
/// compact (<see cref="ICompactStateCodec"/>): a byte that no JSON begins with, then the same things; <c>okta-processor
/// state</c> shows them as JSON.
/// </summary>
/// <remarks>Used by one thread.</remarks>
internal sealed class StateEntryCodec(IStateCodecs codecs)
{
    /// <summary>First byte of a compact record; also the version of its head.</summary>
    private const byte CompactMark = 1;

    private const int OffsetField = 1;
    private const int TenantField = 2;
    private const int TimerField = 3;

    /// <summary>Bound on remembered names of tenants: entries share them.</summary>
    private const int MaxTenants = 10_000;

    private readonly ArrayBufferWriter<byte> _buffer = new(4096);
    private readonly StateWriter _writer = new();
    private readonly StateReader _reader = new();
    private readonly Dictionary<string, string> _tenants = new(StringComparer.Ordinal);

    public static byte[] Key(string key) => Encoding.UTF8.GetBytes(key);

    public static string Key(byte[] key) => Encoding.UTF8.GetString(key);

    public byte[] Write(string key, StateEntry entry)
    {
        if (entry.Record is { } record)
        {
            return record;
        }

        if (codecs.For(key) is ICompactStateCodec compact)
        {
            return Write(compact, entry);
        }

        _buffer.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(_buffer, new JsonWriterOptions { SkipValidation = true }))
        {
            WriteJson(writer, key, entry);
        }

        return _buffer.WrittenSpan.ToArray();
    }

    /// <summary>An entry as people are shown it.</summary>
    public void WriteJson(Utf8JsonWriter writer, string key, StateEntry entry)
    {
        var codec = codecs.For(key);
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

    /// <summary>An entry with its value.</summary>
    /// <exception cref="UnreadableStateException">
    /// The record is of another version, or no state entry at all.
    /// </exception>
    public StateEntry Read(string key, byte[] record) => Wake(key, ReadHead(key, record));

    /// <summary>
    /// What an entry says besides its value, which rests until somebody asks for it. Its version is looked at now.
    /// </summary>
    /// <exception cref="UnreadableStateException">
    /// The record is of another version, or no state entry at all.
    /// </exception>
    public StateEntry ReadHead(string key, byte[] record)
    {
        try
        {
            return IsCompact(record) ? CompactHead(Compact(key), record) : JsonHead(key, record);
        }
        catch (Exception e) when (e is not (UnreadableStateException or OutOfMemoryException))
        {
            throw NoEntry(key, e);
        }
    }

    /// <summary>The entry with its value read.</summary>
    /// <exception cref="UnreadableStateException">The record is no state entry.</exception>
    public StateEntry Wake(string key, StateEntry entry)
    {
        if (entry.Record is not { } record)
        {
            return entry;
        }

        try
        {
            return entry.Wake(IsCompact(record) ? CompactValue(key, record) : JsonValue(key, record));
        }
        catch (Exception e) when (e is not (UnreadableStateException or OutOfMemoryException))
        {
            throw NoEntry(key, e);
        }
    }

    private static bool IsCompact(byte[] record) => record.Length > 0 && record[0] == CompactMark;

    /// <summary>
    /// Whatever a codec or an upgrade trips over: state is read as it was meant, or the engine stops.
    /// </summary>
    private static UnreadableStateException NoEntry(string key, Exception e) =>
        new($"The changelog record of {key} is no state entry: {e.Message}", e);

    private byte[] Write(ICompactStateCodec codec, StateEntry entry)
    {
        _writer.Clear();
        _writer.Unsigned(CompactMark);
        _writer.Unsigned((ulong)codec.CompactVersion);
        _writer.Number(OffsetField, (long?)entry.Offset);
        _writer.Text(TenantField, entry.Tenant);
        _writer.Time(TimerField, entry.Timer);
        _writer.End();
        codec.Write(_writer, entry.Value);
        return _writer.Written.ToArray();
    }

    private ICompactStateCodec Compact(string key) =>
        codecs.For(key) as ICompactStateCodec
        ?? throw new UnreadableStateException(
            $"The changelog holds {key} in a compact form that this program has not: run the version that wrote it or "
                + "a later one; or delete the changelog and replay the input."
        );

    private StateEntry CompactHead(ICompactStateCodec codec, byte[] record)
    {
        var (offset, tenant, timer) = OpenCompact(codec, record);
        return StateEntry.AtRest(record, Shared(tenant), timer, offset);
    }

    private object CompactValue(string key, byte[] record)
    {
        var codec = Compact(key);
        OpenCompact(codec, record);
        var value = codec.Read(_reader);
        _reader.Finish();
        return value;
    }

    /// <summary>Reads the head; what follows is the value.</summary>
    private (long Offset, string Tenant, DateTimeOffset? Timer) OpenCompact(ICompactStateCodec codec, byte[] record)
    {
        _reader.Open(record);
        _reader.Unsigned();
        if (_reader.Unsigned() is var version && version != (ulong)codec.CompactVersion)
        {
            throw new UnreadableStateException(
                $"The changelog holds compact state of version {version}, this program reads {codec.CompactVersion}: "
                    + "run the version that wrote it; or delete the changelog and replay the input."
            );
        }

        var offset = _reader.OptionalNumber(OffsetField) ?? throw new UnreadableStateException("It has no offset.");
        var tenant = _reader.RequiredText(TenantField);
        var timer = _reader.OptionalTime(TimerField);
        _reader.End();
        return (offset, tenant, timer);
    }

    private StateEntry JsonHead(string key, byte[] record)
    {
        var codec = codecs.For(key);
        var reader = new Utf8JsonReader(record);
        long? offset = null;
        int? version = null;
        string? tenant = null;
        DateTimeOffset? timer = null;
        var hasState = false;
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("It is no JSON object.");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (isVersion, isOffset) = (reader.ValueTextEquals("v"u8), reader.ValueTextEquals("offset"u8));
            var (isTenant, isTimer) = (reader.ValueTextEquals("tenant"u8), reader.ValueTextEquals("timer"u8));
            hasState |= reader.ValueTextEquals("state"u8);
            reader.Read();
            if (isVersion)
            {
                version = reader.GetInt32();
            }
            else if (isOffset)
            {
                offset = reader.GetInt64();
            }
            else if (isTenant)
            {
                tenant = Shared(reader.GetString()!);
            }
            else if (isTimer)
            {
                timer = DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64());
            }
            else
            {
                reader.Skip();
            }
        }

        if (offset is null || version is null || tenant is null || !hasState)
        {
            throw new JsonException("It lacks v, offset, tenant or state.");
        }

        var entry = StateEntry.AtRest(record, tenant, timer, offset.Value);
        // A form that must be upgraded is read at once, so that one too old stops the engine before it runs.
        return version == codec.Version ? entry : entry.Wake(JsonValue(key, record));
    }

    private object JsonValue(string key, byte[] record)
    {
        using var document = JsonDocument.Parse(record);
        var root = document.RootElement;
        return codecs.For(key).Read(root.GetProperty("state"), root.GetProperty("v").GetInt32());
    }

    private string Shared(string tenant)
    {
        if (_tenants.TryGetValue(tenant, out var known))
        {
            return known;
        }

        if (_tenants.Count < MaxTenants)
        {
            _tenants[tenant] = tenant;
        }

        return tenant;
    }
}
